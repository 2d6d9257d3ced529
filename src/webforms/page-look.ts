/**
 * What is run inside a page to see its fields as a person would. Text, not a function: a bundler would
 * make it need names that a page does not have.
 */
export const LOOK_SCRIPT = String.raw`
globalThis.__look ??= (() => {
  const FIELDS_MAX = 500,
    OPTIONS_MAX = 300,
    TEXT_MAX = 200;
  const cut = (text) => (text ?? "").replace(/\s+/g, " ").trim().slice(0, TEXT_MAX);
  const CONTROL = "input,select,textarea";
  let found = [];

  const all = (root, selector, into = []) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.matches(selector)) into.push(one);
      if (one.shadowRoot) all(one.shadowRoot, selector, into);
    }
    return into;
  };
  const up = (node) =>
    node.parentElement ??
    (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);

  const hidden = (one) => {
    const picked = one.type === "radio" || one.type === "checkbox";
    const look = picked && one.labels?.[0] ? one.labels[0] : one;
    if (!look.isConnected) return true;
    for (let node = look; node; node = up(node)) {
      const style = getComputedStyle(node);
      if (style.display === "none" || style.visibility === "hidden" || Number(style.opacity) < 0.05)
        return true;
      if (node.hidden || node.inert || node.getAttribute("aria-hidden") === "true") return true;
      const box = node.getBoundingClientRect();
      if (style.overflow === "hidden" && (box.height < 2 || box.width < 2)) return true;
      if (
        /rect\((0(px)?,? ?){4}\)|rect\(1px/.test(style.clip) ||
        /inset\((50|100)%/.test(style.clipPath)
      )
        return true;
    }
    const box = look.getBoundingClientRect();
    if (!picked && (box.width < 3 || box.height < 3)) return true;
    return (
      box.right + scrollX <= 0 ||
      box.bottom + scrollY <= 0 ||
      box.left > Math.max(document.documentElement.scrollWidth, innerWidth)
    );
  };

  const textOf = (node) => {
    if (!node) return "";
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (
      node.nodeType !== Node.ELEMENT_NODE ||
      /^(script|style|noscript|template|option|select|textarea|button)$/i.test(node.tagName)
    )
      return "";
    return [...node.childNodes].map(textOf).join(" ");
  };
  const before = (one) => {
    let node = one;
    for (let depth = 0; depth < 5 && node; depth++) {
      for (let next = node.previousSibling; next; next = next.previousSibling) {
        // What stands before another field belongs to that one.
        if (
          next.nodeType === Node.ELEMENT_NODE &&
          (next.matches(CONTROL) || next.querySelector(CONTROL))
        )
          return "";
        const text = cut(textOf(next));
        if (text.replace(/[*:\s]/g, "")) return text.slice(-90);
      }
      node = up(node);
      if (!node || /^(form|body|fieldset)$/i.test(node.tagName)) return "";
    }
    return "";
  };
  const after = (one) => {
    for (let next = one.nextSibling; next; next = next.nextSibling) {
      if (
        next.nodeType === Node.ELEMENT_NODE &&
        (next.matches(CONTROL) || next.querySelector(CONTROL))
      )
        return "";
      const text = cut(textOf(next));
      if (text) return text;
    }
    return "";
  };
  const byIds = (one, name) =>
    (one.getAttribute(name) ?? "")
      .split(/\s+/)
      .filter(Boolean)
      .map((id) => textOf(one.getRootNode().getElementById(id)))
      .join(" ");
  const legend = (one) => {
    for (let node = up(one); node && !/^(form|body)$/i.test(node.tagName); node = up(node)) {
      if (/^fieldset$/i.test(node.tagName)) return cut(textOf(node.querySelector("legend")));
      if (/^(group|radiogroup)$/.test(node.getAttribute("role") ?? ""))
        return cut(node.getAttribute("aria-label") ?? byIds(node, "aria-labelledby"));
    }
    return "";
  };
  const path = (one) => {
    const root = one.getRootNode();
    const only = (selector) => {
      try {
        return root.querySelectorAll(selector).length === 1;
      } catch {
        return false;
      }
    };
    let own = "";
    if (one.id && only("#" + CSS.escape(one.id))) own = "#" + CSS.escape(one.id);
    else if (one.name && only(one.localName + '[name="' + CSS.escape(one.name) + '"]'))
      own = one.localName + '[name="' + CSS.escape(one.name) + '"]';
    else {
      const parts = [];
      for (let node = one; node && node.nodeType === Node.ELEMENT_NODE; node = node.parentElement) {
        const same = node.parentElement
          ? [...node.parentElement.children].filter((other) => other.localName === node.localName)
          : [node];
        parts.unshift(
          node.localName +
            (same.length > 1 ? ":nth-of-type(" + (same.indexOf(node) + 1) + ")" : ""),
        );
      }
      own = parts.join(" > ");
    }
    return root instanceof ShadowRoot ? path(root.host) + " >>> " + own : own;
  };

  const collect = () => {
    found = all(document, CONTROL).slice(0, FIELDS_MAX);
    const forms = [];
    return found.map((one, index) => {
      if (one.form && !forms.includes(one.form)) forms.push(one.form);
      const type = one.localName === "input" ? one.type : one.localName;
      const labels = [...(one.labels ?? [])].map(textOf).join(" ");
      const picked = type === "radio" || type === "checkbox";
      return {
        index,
        type,
        selector: path(one),
        name: cut(one.name),
        id: cut(one.id),
        autocomplete: cut(one.getAttribute("autocomplete")).toLowerCase(),
        label: cut(labels) || (picked ? after(one) : ""),
        aria: cut(byIds(one, "aria-labelledby") || one.getAttribute("aria-label")),
        placeholder: cut(one.placeholder),
        title: cut(one.title),
        near: before(one),
        legend: legend(one),
        inputmode: one.inputMode ?? "",
        options:
          type === "select"
            ? [...one.options]
                .slice(0, OPTIONS_MAX)
                .map((option) => ({ value: option.value, label: cut(option.label || option.text) }))
            : [],
        required: one.required || one.getAttribute("aria-required") === "true",
        maxLength: one.maxLength > 0 && one.maxLength < 100000 ? one.maxLength : null,
        pattern: cut(one.pattern),
        value: picked ? one.value : cut(one.value),
        checked: Boolean(one.checked),
        disabled: one.matches(":disabled") || Boolean(one.readOnly && type !== "date"),
        hidden: type === "hidden" || hidden(one),
        tabbed: one.tabIndex >= 0,
        form: forms.indexOf(one.form),
      };
    });
  };
  return { CONTROL, cut, all, hidden, textOf, collect, at: (index) => found[index] };
})();
`;
