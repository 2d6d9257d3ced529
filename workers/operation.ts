import { type ZodType, z } from "zod";
import { pageQuery } from "./http/pagination";

/** What the API's description says of a route. */
export type Operation = {
  summary: string;
  body?: ZodType;
  query?: ZodType;
  answer?: ZodType;
  status?: number;
};

export const listOf = (item: ZodType) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() });
/** A list that is read page by page. */
export const list = (summary: string, item?: ZodType): Operation => ({
  summary,
  query: pageQuery,
  ...(item && { answer: listOf(item) }),
});
