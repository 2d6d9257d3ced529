import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { type FormRunStatus, formRecipes, formRuns } from "../db/webforms";
import type { Recipe } from "./step";

export type FormRun = typeof formRuns.$inferSelect;
type New = {
  id: string;
  url: string;
  callId?: string | undefined;
  prospectId?: string | undefined;
};

/** Begins a job, or finds the one that there is. */
export async function beginRun(db: Db, run: New, at: number): Promise<FormRun> {
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

/** Notes that the form is about to be sent: true for one caller only, ever. */
export async function markSent(db: Db, id: string, at: number): Promise<boolean> {
  const marked = await db
    .update(formRuns)
    .set({ sentAt: at, status: "sending", updatedAt: at })
    .where(and(eq(formRuns.id, id), isNull(formRuns.sentAt)))
    .returning({ id: formRuns.id });
  return marked.length > 0;
}

/** The statement that notes what a job came to. */
export const endRun = (db: Db, id: string, status: FormRunStatus, result: object, at: number) =>
  db.update(formRuns).set({ status, result, updatedAt: at }).where(eq(formRuns.id, id));

export async function recipeOf(db: Db, host: string): Promise<Recipe> {
  const [row] = await db.select().from(formRecipes).where(eq(formRecipes.host, host));
  return (row?.keys ?? {}) as Recipe;
}

/** Remembers what fields ask for; what is learned anew takes the place of what was known. */
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
