import type { DocumentEffect, DocumentState, LifeEntry, RefusalCode, Refused, Step } from "./state";

/** A step to a state, with its audit entry and what is owed. */
export const move = (
  state: DocumentState,
  entry?: LifeEntry,
  ...effects: DocumentEffect[]
): Step => ({
  state,
  ...(entry && { entry }),
  effects,
});
/** A step that moves nothing: the state is the very object that was asked about. */
export const stay = move;

export const refuse = (code: RefusalCode, title: string): Refused => ({ refusal: { code, title } });
export const conflict = ({ status }: DocumentState) =>
  refuse("conflict", `The document is ${status} by now`);
export const changed = () =>
  refuse("changed", "It was changed meanwhile: look at it again before you release it");
