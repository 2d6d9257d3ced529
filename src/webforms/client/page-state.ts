import type { PageState } from "../browser";
import { CONTROLS, type Control, cut, findAll, isHidden, textOf } from "./elements";

const TITLE_MAX = 200;
const PAGE_TEXT_MAX = 20_000;
const NOTES_MAX = 20;
const CAPTCHA = /recaptcha|hcaptcha|turnstile|challenges\.cloudflare|arkoselabs|funcaptcha/i;
const ALERTS = '[role=alert],.error,.errors,.invalid-feedback,[class*="error-message"]';

const visibleText = () => (document.body?.innerText ?? "").slice(0, PAGE_TEXT_MAX);

/** The page's visible text, number of fields and error messages. */
export function state(): PageState {
  const controls = findAll<Control>(document, CONTROLS).filter((one) => !isHidden(one));
  return {
    url: location.href,
    title: document.title.slice(0, TITLE_MAX),
    text: visibleText(),
    fields: controls.filter((one) => one.type !== "hidden").length,
    invalid: controls
      .filter((one) => one.willValidate && !one.validity.valid)
      .map((one) => {
        const [label] = one.labels ?? [];
        return cut(`${label ? textOf(label) : one.name}: ${one.validationMessage}`);
      })
      .slice(0, NOTES_MAX),
    alerts: findAll<HTMLElement>(document, ALERTS)
      .filter((one) => !isHidden(one))
      .map((one) => cut(one.innerText))
      .filter(Boolean)
      .slice(0, NOTES_MAX),
    captcha: hasCaptcha(),
  };
}

const hasCaptcha = () =>
  findAll<HTMLIFrameElement>(document, "iframe").some(
    (one) => CAPTCHA.test(one.src) && !isHidden(one),
  ) ||
  findAll(document, ".g-recaptcha,.h-captcha,.cf-turnstile").length > 0 ||
  /verify (that )?you are (a )?human|i'm not a robot/i.test(visibleText());
