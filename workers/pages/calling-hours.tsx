import type { Child } from "hono/jsx";
import { dayAndTime, dayOf, maskedPhone, timeWithZone } from "../../src/formats";

/** Whether a person may be called now, and when next. */
export type CallingHours = {
  phoneNumber: string;
  /** The person's. */
  zone: string;
  now: number;
  open: boolean;
  /** When calling hours start again, if they are over for now. */
  opensAt: number | undefined;
};

export const copy = {
  title: "Get a call now",
  number: (masked: string) => `We'll call ${masked}.`,
  button: "Call me now",
  ringing: "Your phone will ring in a moment.",
  planned: (when: string) => `We'll call you ${when}.`,
  whenHoursStart: (time: string) => `when calling hours start, at ${time}`,
  onDay: (time: string) => `on ${time}`,
  asSoonAsAllowed: "as soon as calling hours allow",
  closed: "It's outside calling hours right now.",
  opensToday: (time: string) => `Calling hours start at ${time}.`,
  opensLater: (time: string) => `Calling hours start on ${time}.`,
  blocked: "We can't call this number right now. Please call us instead.",
};

/** When a call that was asked for will be made. */
export function plannedText({ zone, now, opensAt }: CallingHours, at: number | undefined): string {
  if (at === undefined) return copy.planned(copy.asSoonAsAllowed);
  if (dayOf(zone, at) !== dayOf(zone, now)) return copy.planned(copy.onDay(dayAndTime(zone, at)));
  const time = timeWithZone(zone, at);
  return copy.planned(at === opensAt ? copy.whenHoursStart(time) : `at ${time}`);
}

/** That nobody may be called now, and when again. */
export function closedText({ zone, now, opensAt }: CallingHours): string {
  if (opensAt === undefined) return copy.closed;
  const opens =
    dayOf(zone, opensAt) === dayOf(zone, now)
      ? copy.opensToday(timeWithZone(zone, opensAt))
      : copy.opensLater(dayAndTime(zone, opensAt));
  return `${copy.closed} ${opens}`;
}

/** A call at once, where the hour allows it; else when, and what to do until then. */
export const CallNow = (props: {
  path: string;
  hours: CallingHours;
  quiet: boolean;
  otherwise: Child;
}) => {
  const { path, hours, quiet, otherwise } = props;
  if (!hours.open)
    return (
      <p>
        {closedText(hours)} {otherwise}
      </p>
    );
  return (
    <form method="post" action={`${path}/call-now`}>
      <p class="soft">{copy.number(maskedPhone(hours.phoneNumber))}</p>
      <button type="submit" class={quiet ? "quiet" : undefined}>
        {copy.button}
      </button>
    </form>
  );
};
