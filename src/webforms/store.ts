import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { type FormRunResult, type FormRunStatus, formRecipes, formRuns } from "../db/webforms";
import { sourcesOf } from "../transitions";
import { knownKeys } from "./labels";
import { FORM_RUN_TRANSITIONS } from "./status";
import type { Recipe } from "./step";

export type FormRun = typeof formRuns.$inferSelect;
type NewRun = {
  id: string;
  url: string;
  callId?: string | undefined;
  prospectId?: string | undefined;
};

/** Begins a job, or finds the one that there is. */
export async function beginRun(db: Db, run: NewRun, at: number): Promise<FormRun> {
  await db
    .insert(formRuns)
    .values({ ...run, status: "filling", createdAt: at, updatedAt: at })
    .onConflictDoNothing();
  const [row] = await db.select().from(formRuns).where(eq(formRuns.id, run.id));
  if (!row) throw new Error("a form's job is there once it was begun");
  return row;
}

export async function findRun(db: Db, id: string): Promise<FormRun | undefined> {
  const [row] = await db.select().from(formRuns).where(eq(formRuns.id, id));
  return row;
}

const mayBecome = (status: FormRunStatus, id: string) =>
  and(eq(formRuns.id, id), inArray(formRuns.status, sourcesOf(FORM_RUN_TRANSITIONS, status)));

/** Notes that the form is about to be sent: true for one caller only, ever. */
export async function markSent(db: Db, id: string, at: number): Promise<boolean> {
  const marked = await db
    .update(formRuns)
    .set({ sentAt: at, status: "sending", updatedAt: at })
    .where(and(mayBecome("sending", id), isNull(formRuns.sentAt)))
    .returning({ id: formRuns.id });
  return marked.length > 0;
}

/** The statement that writes what a job came to; it changes nothing where the job may not come to that. */
export const endRun = (
  db: Db,
  id: string,
  status: FormRunStatus,
  result: FormRunResult,
  at: number,
) => db.update(formRuns).set({ status, result, updatedAt: at }).where(mayBecome(status, id));

export async function recipeOf(db: Db, host: string): Promise<Recipe> {
  const [row] = await db.select().from(formRecipes).where(eq(formRecipes.host, host));
  return knownKeys(row?.keys ?? {});
}

/** Remembers what fields ask for; what is learned now replaces what was known. */
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
