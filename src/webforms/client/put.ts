import { fieldAt } from "./collect";
import { type Control, isChoice } from "./elements";

const SET_AT_ONCE = /^(date|month|time|datetime-local|week|color|range|number)$/;

const tell = (one: Control, ...events: string[]) => {
  for (const name of events) one.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
};

/** Sets a value with the element's native setter, which frameworks override. */
function setValue(one: Control, value: string): void {
  const property = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(one), "value");
  property?.set?.call(one, value);
}

/** Enters a value as a person would, and returns the field's value; null if the field is gone. */
export function put(index: number, value: string | boolean): string | boolean | null {
  const one = fieldAt(index);
  if (!one?.isConnected) return null;
  one.scrollIntoView({ block: "center" });
  if (isChoice(one)) {
    if (one.checked !== value) one.click();
    return one.checked;
  }
  one.focus();
  const text = String(value);
  if (one.localName === "select" || SET_AT_ONCE.test(one.type)) {
    setValue(one, text);
    tell(one, "input", "change");
  } else {
    type(one, text);
    tell(one, "change");
  }
  one.blur();
  return one.value;
}

/** Types a text, so that input masks react. The result is read back. */
function type(one: Control, text: string): void {
  if ("select" in one) one.select();
  if (document.execCommand("insertText", false, text) && one.value !== "") return;
  setValue(one, text);
  tell(one, "input");
}

/** The value of a field. */
export function read(index: number): string | boolean | null {
  const one = fieldAt(index);
  if (!one) return null;
  return isChoice(one) ? one.checked : one.value;
}
