import { collect } from "./collect";
import { state } from "./page-state";
import { button, click } from "./press";
import { put, read } from "./put";

const form = { collect, put, read, state, button, click };

declare global {
  /** What the adapter calls in a page. */
  var __form: typeof form | undefined;
}

// It is run before every call: what the first one found is what the next ones speak of.
globalThis.__form ??= form;
