const TEXT_MAX = 200;
const UNSEEN_TAGS = /^(script|style|noscript|template|option|select|textarea|button)$/i;

/** The elements that a person can fill in. */
export const CONTROLS = "input,select,textarea";
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export const isInput = (one: Element): one is HTMLInputElement => one.localName === "input";
/** Whether an element is a radio button or a checkbox. */
export const isChoice = (one: Element): one is HTMLInputElement =>
  isInput(one) && (one.type === "radio" || one.type === "checkbox");
export const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;

/** Shortens a text to one line of the length that a person would read. */
export const cut = (text: string | null | undefined): string =>
  (text ?? "").replace(/\s+/g, " ").trim().slice(0, TEXT_MAX);

/** All matching elements, including those in open shadow roots. */
export function findAll<Found extends Element>(
  root: ParentNode,
  selector: string,
  into: Found[] = [],
): Found[] {
  for (const one of root.querySelectorAll<Found>("*")) {
    if (one.matches(selector)) into.push(one);
    if (one.shadowRoot) findAll(one.shadowRoot, selector, into);
  }
  return into;
}

/** The parent element of a node, also across a shadow root. */
export function parentOf(node: Node): Element | null {
  const root = node.getRootNode();
  return node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** Whether an element is invisible to a person. Traps for bots are hidden in many ways. */
export function isHidden(one: Element): boolean {
  const choice = isChoice(one);
  const seen = (choice && one.labels?.[0]) || one;
  if (!seen.isConnected) return true;
  for (let node: Element | null = seen; node; node = parentOf(node)) if (hides(node)) return true;
  const box = seen.getBoundingClientRect();
  if (!choice && (box.width < 3 || box.height < 3)) return true;
  return (
    box.right + scrollX <= 0 ||
    box.bottom + scrollY <= 0 ||
    box.left > Math.max(document.documentElement.scrollWidth, innerWidth)
  );
}

/** Whether an element hides itself and everything in it. */
function hides(node: Element): boolean {
  const style = getComputedStyle(node);
  if (style.display === "none" || style.visibility === "hidden" || Number(style.opacity) < 0.05)
    return true;
  const { hidden, inert } = node as HTMLElement;
  if (hidden || inert || node.getAttribute("aria-hidden") === "true") return true;
  const box = node.getBoundingClientRect();
  if (style.overflow === "hidden" && (box.height < 2 || box.width < 2)) return true;
  return (
    /rect\((0(px)?,? ?){4}\)|rect\(1px/.test(style.clip) || /inset\((50|100)%/.test(style.clipPath)
  );
}

/** The text of a node that a person reads next to a field. */
export function textOf(node: Node | null | undefined): string {
  if (!node) return "";
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
  if (!isElement(node) || UNSEEN_TAGS.test(node.tagName)) return "";
  return [...node.childNodes].map(textOf).join(" ");
}
