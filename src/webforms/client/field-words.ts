import { CONTROLS, type Control, cut, isElement, parentOf, textOf } from "./elements";

const NEAR_MAX = 90;
const DEPTH_MAX = 5;

const holdsControl = (node: Node): boolean =>
  isElement(node) && (node.matches(CONTROLS) || node.querySelector(CONTROLS) !== null);

/** The words before a field, up to the previous field, which they may belong to. */
export function wordsBefore(one: Element): string {
  let node: Element | null = one;
  for (let depth = 0; depth < DEPTH_MAX && node; depth++) {
    for (let next = node.previousSibling; next; next = next.previousSibling) {
      if (holdsControl(next)) return "";
      const text = cut(textOf(next));
      if (text.replace(/[*:\s]/g, "")) return text.slice(-NEAR_MAX);
    }
    node = parentOf(node);
    if (!node || /^(form|body|fieldset)$/i.test(node.tagName)) return "";
  }
  return "";
}

/** The words right after a field, where a checkbox has its label. */
export function wordsAfter(one: Element): string {
  for (let next = one.nextSibling; next; next = next.nextSibling) {
    if (holdsControl(next)) return "";
    const text = cut(textOf(next));
    if (text) return text;
  }
  return "";
}

/** The text of the elements that an attribute refers to by id. */
export function wordsByIds(one: Element, attribute: string): string {
  const root = one.getRootNode() as Document | ShadowRoot;
  return (one.getAttribute(attribute) ?? "")
    .split(/\s+/)
    .filter(Boolean)
    .map((id) => textOf(root.getElementById(id)))
    .join(" ");
}

/** The question of the group that a field belongs to. */
export function legendOf(one: Element): string {
  for (
    let node = parentOf(one);
    node && !/^(form|body)$/i.test(node.tagName);
    node = parentOf(node)
  ) {
    if (/^fieldset$/i.test(node.tagName)) return cut(textOf(node.querySelector("legend")));
    if (/^(group|radiogroup)$/.test(node.getAttribute("role") ?? ""))
      return cut(node.getAttribute("aria-label") ?? wordsByIds(node, "aria-labelledby"));
  }
  return "";
}

/** The shortest selector that finds a field again; `>>>` enters a shadow root. */
export function selectorOf(one: Element): string {
  const root = one.getRootNode() as Document | ShadowRoot;
  const own = shortSelector(one as Control, root) ?? longSelector(one);
  return root instanceof ShadowRoot ? `${selectorOf(root.host)} >>> ${own}` : own;
}

function shortSelector(one: Control, root: ParentNode): string | undefined {
  const byId = `#${CSS.escape(one.id)}`;
  if (one.id && isOnly(byId, root)) return byId;
  const byName = `${one.localName}[name="${CSS.escape(one.name ?? "")}"]`;
  return one.name && isOnly(byName, root) ? byName : undefined;
}

function isOnly(selector: string, root: ParentNode): boolean {
  try {
    return root.querySelectorAll(selector).length === 1;
  } catch {
    return false;
  }
}

/** A selector with every step from the root, each by its position among siblings of its kind. */
function longSelector(one: Element): string {
  const parts: string[] = [];
  for (let node: Element | null = one; node; node = node.parentElement) {
    const { localName, parentElement } = node;
    const same = parentElement
      ? [...parentElement.children].filter((other) => other.localName === localName)
      : [node];
    const place = same.length > 1 ? `:nth-of-type(${same.indexOf(node) + 1})` : "";
    parts.unshift(localName + place);
  }
  return parts.join(" > ");
}
