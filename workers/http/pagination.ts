import { type ZodType, z } from "zod";
import { timeCursor } from "../../src/ids";

/** The query of every list. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the next_cursor of an earlier answer")
    .optional(),
});

/** The query of a list that is ordered by time. */
export const timePageQuery = pageQuery.extend({ cursor: timeCursor.optional() });

/** A page of a list. `items` holds one more than `limit` if there is a next page. */
export function page<T>(items: T[], limit: number, cursorOf: (last: T) => string) {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next_cursor: items.length > limit && last ? cursorOf(last) : null };
}

/** The schema of a page of a list; it takes its name and its example from the item's. */
export function pageOf<Item extends ZodType>(item: Item) {
  const { id, examples } = item.meta() ?? {};
  const first = Array.isArray(examples) ? examples.slice(0, 1) : [];
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() }).meta({
    id: `${id}Page`,
    examples: [{ items: first, next_cursor: null }],
  });
}
