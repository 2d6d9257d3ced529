/**
 * How far product time is ahead of machine time. Only a local installation moves it (CONTRACT 3);
 * all objects and requests of an installation share one isolate there, so one number will do.
 */
let offsetMs: number | undefined;

/** Product time, in which calling hours, deadlines and expiries count. */
export const now = (): number => machineNow() + (offsetMs ?? 0);

/** Machine time, by which alarms ring, signatures age and providers stamp what they tell. */
export const machineNow = (): number => Date.now();

/** Must be awaited by every entrance before it asks for the time. */
export async function loadClock(env: Env): Promise<void> {
  if (offsetMs !== undefined) return;
  if (env.ENVIRONMENT !== "local") offsetMs = 0;
  else offsetMs ??= await env.CLOCK.getByName("clock").offset();
}

/** Sets product time; it runs on from there, also after a restart. */
export async function setClock(env: Env, moment: number): Promise<void> {
  const offset = moment - machineNow();
  await env.CLOCK.getByName("clock").set(offset);
  offsetMs = offset;
}
