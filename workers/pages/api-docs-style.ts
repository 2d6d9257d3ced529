/** Readable from 360 px on, in light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #17201b; --soft: #566159; --line: #d9dfdb; --paper: #f6f7f5;
  --card: #fff; --code: #eef1ef; --go: #14532d; --on: #fff; --warn: #8a1c1c; --put: #7a4a00; --get: #0b4f8a }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef2ef; --soft: #a3b0a8; --line: #334039; --paper: #111714; --card: #1a221d;
    --code: #0c110e; --go: #86d3a1; --on: #0d1a12; --warn: #ff9d9d; --put: #f0c674; --get: #8cc4ff }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif }
header, .columns { max-width: 75rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 }
h2 { font-size: 1.25rem; margin: 2rem 0 0 }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem }
p { margin: .25rem 0 .75rem }
a { color: inherit }
.soft { color: var(--soft) }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .875rem }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 8px; margin: .25rem 0 .75rem;
  padding: .75rem; overflow-x: auto; overflow-wrap: normal; max-height: 28rem }
label { font-weight: 600 }
.search { display: flex; gap: .5rem; margin-top: .25rem }
input { flex: 1; min-width: 0; min-height: 2.75rem; padding: .5rem .75rem; border: 1px solid var(--line);
  border-radius: 8px; background: var(--card); color: inherit; font: inherit }
button { min-height: 2.75rem; padding: .5rem 1rem; border: 0; border-radius: 8px; background: var(--go);
  color: var(--on); font: inherit; font-weight: 600; cursor: pointer }
a:focus-visible, input:focus-visible, button:focus-visible, summary:focus-visible {
  outline: 3px solid var(--go); outline-offset: 2px }
summary { cursor: pointer; padding: .6rem 0; min-height: 2.75rem }
nav { display: flex; flex-wrap: wrap; gap: .4rem; margin-bottom: 1rem }
nav a { padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 999px; text-decoration: none }
nav a:hover { background: var(--card) }
.operation { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: 0 1rem; margin: .5rem 0 }
.operation .what { display: block; margin-left: 1.1rem }
.body { scroll-margin-top: 5rem; border-top: 1px solid var(--line); padding: .75rem 0 }
.method { font-size: .8rem }
.get { color: var(--get) } .post { color: var(--go) } .patch { color: var(--put) } .delete { color: var(--warn) }
.required { color: var(--warn); font-size: .8rem; font-weight: 600 }
table { width: 100%; border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--line);
  font-weight: 400 }
thead th { border-top: 0; color: var(--soft); font-size: .875rem }
th:first-child { width: 34% } td:nth-child(2) { width: 20% }
dl { margin: 0 } dt { font-weight: 600; margin-top: .4rem } dd { margin: 0 0 .25rem 1rem }
@media (max-width: 40rem) {
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
  thead { display: none }
  tr { display: block; padding: .5rem 0; border-top: 1px solid var(--line) }
  tr > * { display: block; border: 0; padding: 0; width: auto !important }
}
@media (min-width: 60rem) {
  .columns { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 2rem }
  nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; align-self: start;
    flex-direction: column; gap: 0; padding: .5rem 0 }
  nav a { border: 0; border-radius: 8px; padding: .35rem .5rem }
  main > section:first-of-type > h2 { margin-top: 0 }
}
`;
