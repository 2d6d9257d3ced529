import { z } from "zod";
import type { Result } from "../result";
import type { PageField } from "./field";

const text = z.string().catch("");
/**
 * The state of a page: its visible text, number of fields, error messages, and whether it has a
 * captcha.
 */
export const pageState = z.object({
  url: text,
  title: text,
  text,
  fields: z.number(),
  invalid: z.array(z.string()),
  alerts: z.array(z.string()),
  captcha: z.boolean(),
});
export type PageState = z.infer<typeof pageState>;
/** The button that leads on: to the next page, or to sending the form. */
export type Button = { kind: "next" | "submit" | "none"; text: string };

/** A page in a real browser. Every step has a time limit, and throws when it is exceeded. */
export interface OpenPage {
  /** The fields of the page and its visible frames. */
  fields(): Promise<PageField[]>;
  /** Enters a value as a person would, and returns the field's value; null if the field is gone. */
  put(field: PageField, value: string | boolean): Promise<string | boolean | null>;
  /** The field's value now; null if the field is gone. */
  read(field: PageField): Promise<string | boolean | null>;
  state(): Promise<PageState>;
  /** Finds the button that leads on from a field's form. `press` presses it. */
  button(field: PageField | undefined): Promise<Button>;
  press(): Promise<void>;
  screenshot(): Promise<Uint8Array>;
  /** URLs of pages and submissions that the guard refused. */
  refused(): string[];
}

/** A browser that opens other people's pages. */
export interface Browser {
  /** Opens a page, runs `work` on it, and always closes the browser. */
  visit<T>(url: string, guard: Guard, work: (page: OpenPage) => Promise<T>): Promise<Result<T>>;
}

/**
 * Whether a page may request a URL: as a `page` it shows or submits to, or as a `part` it loads.
 */
export type Guard = (url: string, as: "page" | "part") => boolean;
