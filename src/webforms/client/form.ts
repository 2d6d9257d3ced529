import { collect } from "./collect";
import { state } from "./page-state";
import { button, click } from "./press";
import { put, read } from "./put";

const form = { collect, put, read, state, button, click };

declare global {
  /** The functions that the adapter calls inside a page. */
  var __form: typeof form | undefined;
}

// The script runs before every call. Later calls use the fields that the first one collected.
globalThis.__form ??= form;
