import { z } from "zod";
import type { Result } from "../result";
import type { PageField } from "./field";

const text = z.string().catch("");
/** How a page looks at a moment. */
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
export type Button = { kind: "next" | "submit" | "none"; text: string };

/** A page in a real browser, with a limit on every step. */
export interface OpenPage {
  fields(): Promise<PageField[]>;
  /** Puts a value in as a person would; answers what the field holds then, or nothing if it is gone. */
  put(field: PageField, value: string | boolean): Promise<string | boolean | null>;
  read(field: PageField): Promise<string | boolean | null>;
  state(): Promise<PageState>;
  /** The button that leads on, and pressing it. */
  button(field: PageField | undefined): Promise<Button>;
  press(): Promise<void>;
  screenshot(): Promise<Uint8Array>;
  /** Pages and sendings that the guard refused. */
  refused(): string[];
}

export interface Browser {
  /** Opens a page, works in it, and closes all of it, whatever happens. */
  visit<T>(url: string, guard: Guard, work: (page: OpenPage) => Promise<T>): Promise<Result<T>>;
}

/** Whether a page may ask for an address: `page` for what it shows or sends, `part` for what it loads. */
export type Guard = (url: string, as: "page" | "part") => boolean;
