/** Events do not move an armed alarm, as that is expensive, so none is further off than this. */
const ALARM_MS_MAX = 60_000;
/** With alarms nearer than this an object would spin when the clock is moved. */
const ALARM_MS_MIN = 1_000;

/** Makes sure that an alarm rings when the shortest of these waits is over (ms of machine time). */
export async function armAlarm(
  storage: DurableObjectStorage,
  machineNow: number,
  waits: number[],
): Promise<void> {
  const wait = Math.min(...waits);
  if (wait === Number.POSITIVE_INFINITY) return;
  const at = machineNow + Math.min(Math.max(wait, ALARM_MS_MIN), ALARM_MS_MAX);
  const armed = await storage.getAlarm();
  if (armed === null || armed > at + ALARM_MS_MIN) await storage.setAlarm(at);
}
