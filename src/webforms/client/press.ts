import type { Button } from "../browser";
import { fieldAt } from "./collect";
import { cut, findAll, isHidden } from "./elements";

const BUTTONS = "button,input[type=submit],input[type=button],input[type=image],[role=button]";
const SUBMIT = new RegExp(
  "\\b(submit|send|book|schedule|request|confirm|get (a |my )?quote|sign up|register|finish|" +
    "complete|apply|reserve|place)\\b",
  "i",
);
const NEXT = /\b(next|continue|proceed|weiter|siguiente)\b/i;
const BACK = /\b(back|previous|cancel|reset|clear|log ?in|search|close|menu)\b/i;

/** A button, or an element that a page uses as one. */
type Pressable = HTMLElement &
  Partial<Pick<HTMLInputElement, "form" | "disabled" | "value" | "alt" | "type">>;
type Choice = Button & { element?: Pressable };

const wordsOf = (one: Pressable) =>
  cut(one.innerText || one.value || one.alt || one.getAttribute("aria-label"));

/** The button that sends a form, or leads to its next page. */
function chooseButton(form: HTMLFormElement | null | undefined): Choice {
  const within = (one: Pressable) => !one.form || !form || one.form === form;
  const fit = findAll<Pressable>(document, BUTTONS)
    .filter((one) => !isHidden(one) && !one.disabled && within(one))
    .filter((one) => !BACK.test(wordsOf(one)));
  const next = fit.find((one) => NEXT.test(wordsOf(one)) && !SUBMIT.test(wordsOf(one)));
  const submit =
    fit.find((one) => SUBMIT.test(wordsOf(one))) ??
    fit.find((one) => one.type === "submit" || one.type === "image");
  const element = next && (!submit || submit === next) ? next : submit;
  if (!element) return { kind: "none", text: "" };
  return { kind: element === next ? "next" : "submit", text: wordsOf(element), element };
}

let chosen: Choice | undefined;

/** Chooses the button that leads on from a field's form. */
export function button(index: number): Button {
  const { kind, text, element } = chooseButton(fieldAt(index)?.form);
  chosen = { kind, text, ...(element && { element }) };
  return { kind, text };
}

/** Presses the chosen button. */
export function click(): boolean {
  chosen?.element?.click();
  return true;
}
