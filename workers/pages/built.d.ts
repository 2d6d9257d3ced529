/** What the build makes; a fresh checkout is typechecked without it. */
declare module "*/assets/built/pages.json" {
  const names: Record<"api-docs.css" | "page.css" | "sign.js" | "talk.js" | "verify.js", string>;
  export = names;
}
