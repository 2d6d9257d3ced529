import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { type FormRunResult, type FormRunStatus, formRecipes, formRuns } from "../db/webforms";
import { sourcesOf } from "../transitions";
import { knownKeys } from "./labels";
import { FORM_RUN_TRANSITIONS } from "./status";
import type { Recipe } from "./step";

/** A row of `form_runs`: one form to fill. */
export type FormRun = typeof formRuns.$inferSelect;
type NewRun = {
  id: string;
  url: string;
  callId?: string | undefined;
  prospectId?: string | undefined;
};

/** Begins a run, or returns the existing one of the same id. */
export async function beginRun(db: Db, run: NewRun, at: number): Promise<FormRun> {
  await db
    .insert(formRuns)
    .values({ ...run, status: "filling", createdAt: at, updatedAt: at })
    .onConflictDoNothing();
  const [row] = await db.select().from(formRuns).where(eq(formRuns.id, run.id));
  if (!row) throw new Error("a form's job is there once it was begun");
  return row;
}

/** The run of this id; undefined if there is none. */
export async function findRun(db: Db, id: string): Promise<FormRun | undefined> {
  const [row] = await db.select().from(formRuns).where(eq(formRuns.id, id));
  return row;
}

const mayBecome = (status: FormRunStatus, id: string) =>
  and(eq(formRuns.id, id), inArray(formRuns.status, sourcesOf(FORM_RUN_TRANSITIONS, status)));

/** Marks the form as being sent. Returns true to one caller only, ever. */
export async function markSent(db: Db, id: string, at: number): Promise<boolean> {
  const marked = await db
    .update(formRuns)
    .set({ sentAt: at, status: "sending", updatedAt: at })
    .where(and(mayBecome("sending", id), isNull(formRuns.sentAt)))
    .returning({ id: formRuns.id });
  return marked.length > 0;
}

/** The statement that records the result of a run, if its status allows that. */
export const endRun = (
  db: Db,
  id: string,
  status: FormRunStatus,
  result: FormRunResult,
  at: number,
) => db.update(formRuns).set({ status, result, updatedAt: at }).where(mayBecome(status, id));

/** The keys of a site's fields from earlier visits; empty at first. */
export async function recipeOf(db: Db, host: string): Promise<Recipe> {
  const [row] = await db.select().from(formRecipes).where(eq(formRecipes.host, host));
  return knownKeys(row?.keys ?? {});
}

/** Saves the keys of a site's fields. New ones replace known ones. */
export async function learn(db: Db, host: string, recipe: Recipe, at: number): Promise<void> {
  if (Object.keys(recipe).length === 0) return;
  await db
    .insert(formRecipes)
    .values({ host, keys: recipe, updatedAt: at })
    .onConflictDoUpdate({
      target: formRecipes.host,
      set: { keys: sql`${formRecipes.keys} || excluded.keys`, updatedAt: at },
    });
}
