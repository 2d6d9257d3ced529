/**
 * How far product time is ahead of machine time. Only a local installation moves it (CONTRACT 3); there
 * all objects and requests share one isolate, so one number is enough.
 */
let offsetMs: number | undefined;

/** Product time (ms since 1970), for calling hours, deadlines and expiries. */
export const now = (): number => machineNow() + (offsetMs ?? 0);

/** Machine time (ms since 1970), for alarms, the age of signatures, and providers' timestamps. */
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
