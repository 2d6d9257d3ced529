import { LOOK_SCRIPT } from "./page-look";

/** What is run inside a page to see, to put values in as a person would, and to press its buttons. */
export const PAGE_SCRIPT = `${LOOK_SCRIPT}${String.raw`
globalThis.__form ??= (({ CONTROL, cut, all, hidden, textOf, collect, at }) => {
  const tell = (one, ...events) => {
    for (const name of events)
      one.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
  };
  const setter = (one) => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(one), "value").set;
  const put = (index, value) => {
    const one = at(index);
    if (!one?.isConnected) return null;
    one.scrollIntoView({ block: "center" });
    if (one.type === "radio" || one.type === "checkbox") {
      if (one.checked !== value) one.click();
      return one.checked;
    }
    one.focus();
    if (
      one.localName === "select" ||
      /^(date|month|time|datetime-local|week|color|range|number)$/.test(one.type)
    ) {
      setter(one).call(one, value);
      tell(one, "input", "change");
    } else {
      one.select?.();
      // As typed text: masks hear it. What a page makes of it is read back.
      if (!document.execCommand("insertText", false, value) || one.value === "") {
        setter(one).call(one, value);
        tell(one, "input");
      }
      tell(one, "change");
    }
    one.blur();
    return one.value;
  };
  const read = (index) => {
    const one = at(index);
    if (!one) return null;
    return one.type === "radio" || one.type === "checkbox" ? one.checked : one.value;
  };

  const visibleText = () => (document.body?.innerText ?? "").slice(0, 20000);
  const CAPTCHA = /recaptcha|hcaptcha|turnstile|challenges\.cloudflare|arkoselabs|funcaptcha/i;
  const state = () => ({
    url: location.href,
    title: document.title.slice(0, 200),
    text: visibleText(),
    fields: all(document, CONTROL).filter((one) => !hidden(one) && one.type !== "hidden").length,
    invalid: all(document, CONTROL)
      .filter((one) => !hidden(one) && one.willValidate && !one.validity.valid)
      .map((one) =>
        cut((one.labels?.[0] ? textOf(one.labels[0]) : one.name) + ": " + one.validationMessage),
      )
      .slice(0, 20),
    alerts: all(document, '[role=alert],.error,.errors,.invalid-feedback,[class*="error-message"]')
      .filter((one) => !hidden(one))
      .map((one) => cut(one.innerText))
      .filter(Boolean)
      .slice(0, 20),
    captcha:
      all(document, "iframe").some((one) => CAPTCHA.test(one.src) && !hidden(one)) ||
      all(document, ".g-recaptcha,.h-captcha,.cf-turnstile").length > 0 ||
      /verify (that )?you are (a )?human|i'm not a robot/i.test(visibleText()),
  });

  const SUBMIT = new RegExp(
    "\\b(submit|send|book|schedule|request|confirm|get (a |my )?quote|sign up|register|finish|" +
      "complete|apply|reserve|place)\\b",
    "i",
  );
  const NEXT = /\b(next|continue|proceed|weiter|siguiente)\b/i;
  const BACK = /\b(back|previous|cancel|reset|clear|log ?in|search|close|menu)\b/i;
  const press = (form) => {
    const within = (one) => !one.form || !form || one.form === form;
    const buttons = all(
      document,
      "button,input[type=submit],input[type=button],input[type=image],[role=button]",
    ).filter((one) => !hidden(one) && !one.disabled && within(one));
    const words = (one) =>
      cut(one.innerText || one.value || one.alt || one.getAttribute("aria-label"));
    const fit = buttons.filter((one) => !BACK.test(words(one)));
    const next = fit.find((one) => NEXT.test(words(one)) && !SUBMIT.test(words(one)));
    const submit =
      fit.find((one) => SUBMIT.test(words(one))) ??
      fit.find((one) => one.type === "submit" || one.type === "image");
    const chosen = next && (!submit || submit === next) ? next : submit;
    if (!chosen) return { kind: "none", text: "" };
    return {
      kind: chosen === next ? "next" : "submit",
      text: words(chosen),
      click: () => chosen.click(),
    };
  };
  let pressed;
  const button = (index) => {
    pressed = press(at(index)?.form);
    return { kind: pressed.kind, text: pressed.text };
  };
  const click = () => {
    pressed?.click?.();
    return true;
  };
  return { collect, put, read, state, button, click };
})(globalThis.__look);
`}`;
