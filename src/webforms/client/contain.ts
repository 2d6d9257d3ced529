/**
 * Runs before a page's own scripts, in each of its frames. It removes whatever opens a window or
 * sends data outside of the requests that we intercept.
 */
const ABSENT = [
  "WebSocket",
  "WebTransport",
  "SharedWorker",
  "Worker",
  "RTCPeerConnection",
  "webkitRTCPeerConnection",
];

for (const name of ABSENT) replace(window, name, undefined);
replace(window, "open", () => null);
replace(Navigator.prototype, "serviceWorker", undefined);

function replace(target: object, name: string, value: unknown): void {
  try {
    Object.defineProperty(target, name, { value, writable: false, configurable: false });
  } catch {} // This browser does not let it go, and the requests are looked at all the same.
}

/** Keeps forms in their window, and stops prefetching of pages. */
function stay(root: ParentNode): void {
  for (const one of root.querySelectorAll("[target], [formtarget]")) removeTargets(one);
  for (const one of root.querySelectorAll('script[type="speculationrules"]')) one.remove();
}

function removeTargets(one: Element): void {
  one.removeAttribute("target");
  one.removeAttribute("formtarget");
}

new MutationObserver(() => stay(document)).observe(document, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ["target", "formtarget"],
});
for (const event of ["click", "submit"])
  window.addEventListener(event, (happened) => {
    for (const one of happened.composedPath()) if (one instanceof HTMLElement) removeTargets(one);
    stay(document);
  });
