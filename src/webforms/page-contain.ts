/**
 * Runs before a page's own scripts, in each of its frames: what it loads and sends goes by requests that
 * we see. Whatever opens a window, or speaks past those requests, is not there.
 */
export const CONTAIN_SCRIPT = `(() => {
  const absent = ["WebSocket", "WebTransport", "SharedWorker", "Worker"];
  absent.push("RTCPeerConnection", "webkitRTCPeerConnection");
  for (const name of absent)
    try {
      Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
    } catch {}
  try {
    Object.defineProperty(window, "open", { value: () => null, writable: false, configurable: false });
    Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined });
  } catch {}
  // A form stays in its window, and no page is fetched ahead.
  const stay = (root) => {
    for (const one of root.querySelectorAll?.("[target], [formtarget]") ?? []) {
      one.removeAttribute("target");
      one.removeAttribute("formtarget");
    }
    for (const one of root.querySelectorAll?.('script[type="speculationrules"]') ?? []) one.remove();
  };
  new MutationObserver(() => stay(document)).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["target", "formtarget"],
  });
  for (const event of ["click", "submit"])
    window.addEventListener(event, (happened) => {
      for (const one of happened.composedPath()) {
        if (one instanceof HTMLElement) { one.removeAttribute("target"); one.removeAttribute("formtarget"); }
      }
      stay(document);
    });
})()`;
