import type { Child } from "hono/jsx";
import { SLOT_MS, type Slot } from "../../src/callbacks/slots";
import type { Agency } from "../../src/conversation/script";
import { dayOf, maskedPhone, timeOf, timeWithZone, zoneName } from "../../src/formats";
import { MINUTE_MS } from "../../src/time";
import { type CallingHours, CallNow, copy as callCopy, plannedText } from "./calling-hours";
import { type Flash, FlashNote, Page, TollFree } from "./layout";

export type CallbackView = {
  agency: Agency;
  path: string;
  name: string | undefined;
  companyName: string | null;
  /** Whether they asked for the link in a call; else we called and reached nobody. */
  asked: boolean;
  calledAt: number;
  expiresAt: number;
  agencyZone: string;
  hours: CallingHours;
  slots: Slot[];
  booked: number | undefined;
  optedOut: boolean;
  /** What the last click came to, and for when its call is planned. */
  done: string | undefined;
  plannedFor: number | undefined;
};

const MINUTES = SLOT_MS / MINUTE_MS;

const copy = {
  title: "Schedule a call",
  welcome: (name: string | undefined) =>
    name ? `Hi ${name}, how would you like to talk?` : "How would you like to talk?",
  booked: (name: string | undefined) => (name ? `You're booked, ${name}` : "You're booked"),
  optedOut: "You've opted out",
  called: (agentName: string, when: string, about: string) =>
    `${agentName}, our AI assistant, called you ${when} about business insurance${about}.`,
  asked: (agentName: string, when: string, about: string) =>
    `You asked ${agentName}, our AI assistant, for this link ${when}, about business insurance${about}.`,
  aboutCompany: (companyName: string) => ` for ${companyName}`,
  today: "today",
  onDay: (day: string) => `on ${day}`,
  expires: (day: string) => `This private link expires on ${day}.`,

  appointment: "We'll call you",
  appointmentDetails: (masked: string) => `${MINUTES} minutes, at ${masked}.`,
  officeTime: (time: string) => `(${time} at our office)`,
  calendar: "Add to calendar",
  cancel: "Cancel this call",

  browser: "Talk in your browser",
  browserDetails: "Starts a call in a new window. Your browser will ask for microphone access.",
  browserButton: "Talk now",

  closedOtherwise: (phone: Child) => <>Pick a time below, or call {phone}.</>,

  pick: "Pick a time",
  pickAnother: "Pick another time",
  pickDetails: `Choose a ${MINUTES}-minute slot, and we'll call you then.`,
  available: (count: number, zone: string) =>
    count === 1 ? `1 time available (${zone})` : `${count} times available (${zone})`,
  noTimes: (phone: Child) => (
    <>No times are available before this link expires. Please call {phone}.</>
  ),
  pickButton: "Book this time",

  stop: "Stop contacting me",
  stopDetails: "You won't get any more calls or emails from us.",
  stopButton: "Stop calls and emails",
  changedMind: (phone: Child) => <>If you change your mind, call {phone}.</>,

  canceled: "Your call is canceled.",
  noTimePicked: "Pick a time first.",
  taken: "That time was just taken. Pick another one.",
  unavailable: "Browser calls aren't available right now. We can call you instead.",
};

/** What the last click came to. What the page itself shows is not said twice, nor what is not so. */
function flashOf(view: CallbackView): Flash | undefined {
  const { done, booked, hours, plannedFor } = view;
  const flashes: Record<string, Flash | false> = {
    called: { text: callCopy.ringing },
    planned: { text: plannedText(hours, plannedFor) },
    cancelled: booked === undefined && { text: copy.canceled },
    pick: { text: copy.noTimePicked, failed: true },
    taken: { text: copy.taken, failed: true },
    unavailable: { text: copy.unavailable, failed: true },
    blocked: { text: callCopy.blocked, failed: true },
  };
  return (done && flashes[done]) || undefined;
}

/** All ways to come back to us, and one to be left alone. */
export const CallbackPage = (view: CallbackView) => {
  const { agency, name, booked, optedOut } = view;
  if (optedOut)
    return (
      <Page title={copy.optedOut} agency={agency}>
        <h1>{copy.optedOut}</h1>
        <p>{copy.stopDetails}</p>
        <p>{copy.changedMind(<TollFree agency={agency} />)}</p>
      </Page>
    );
  const flash = flashOf(view);
  return (
    <Page title={copy.title} agency={agency}>
      <h1>{booked === undefined ? copy.welcome(name) : copy.booked(name)}</h1>
      <p>{introduction(view)}</p>
      {flash && <FlashNote flash={flash} />}
      {booked !== undefined && <Appointment {...view} at={booked} />}
      <Ways {...view} />
    </Page>
  );
};

function introduction({ agency, companyName, asked, calledAt, expiresAt, hours }: CallbackView) {
  const { zone, now } = hours;
  const day = dayOf(zone, calledAt);
  const when = day === dayOf(zone, now) ? copy.today : copy.onDay(day);
  const about = companyName ? copy.aboutCompany(companyName) : "";
  const sentence = asked ? copy.asked : copy.called;
  return `${sentence(agency.agentName, when, about)} ${copy.expires(dayOf(zone, expiresAt))}`;
}

/** Every way to talk, and the way out. Beside a booked time, all of them stand back. */
const Ways = (view: CallbackView) => {
  const { agency, path, hours, booked } = view;
  const quiet = booked !== undefined;
  return (
    <>
      <section>
        <h2>{copy.browser}</h2>
        <form method="post" action={`${path}/talk`}>
          <p class="soft">{copy.browserDetails}</p>
          <button type="submit" class={quiet ? "quiet" : undefined}>
            {copy.browserButton}
          </button>
        </form>
      </section>
      <section>
        <h2>{callCopy.title}</h2>
        <CallNow
          path={path}
          hours={hours}
          quiet={quiet}
          otherwise={copy.closedOtherwise(<TollFree agency={agency} />)}
        />
      </section>
      <Times {...view} />
      <section>
        <h2>{copy.stop}</h2>
        <form method="post" action={`${path}/opt-out`}>
          <p class="soft">{copy.stopDetails}</p>
          <button type="submit" class="quiet">
            {copy.stopButton}
          </button>
        </form>
      </section>
    </>
  );
};

const Appointment = ({ path, hours, agencyZone, at }: CallbackView & { at: number }) => {
  const { zone, phoneNumber } = hours;
  const [theirs, ours] = [timeWithZone(zone, at), timeWithZone(agencyZone, at)];
  return (
    <section class="note">
      <h2>{copy.appointment}</h2>
      <p>
        <strong>
          {dayOf(zone, at)}, {theirs}
        </strong>
        {theirs !== ours && <span class="soft"> {copy.officeTime(ours)}</span>}
        <br />
        {copy.appointmentDetails(maskedPhone(phoneNumber))}
      </p>
      <p>
        <a class="button" href={`${path}/invite.ics`}>
          {copy.calendar}
        </a>
      </p>
      <form method="post" action={`${path}/cancel`}>
        <button type="submit" class="quiet">
          {copy.cancel}
        </button>
      </form>
    </section>
  );
};

const Times = ({ path, hours, slots, booked, agency }: CallbackView) => {
  const { zone, now } = hours;
  const days = [...Map.groupBy(slots, ({ start }) => dayOf(zone, start))];
  return (
    <section>
      <h2>{booked === undefined ? copy.pick : copy.pickAnother}</h2>
      {days.length === 0 ? (
        <p>{copy.noTimes(<TollFree agency={agency} />)}</p>
      ) : (
        <form method="post" action={`${path}/schedule`}>
          <p class="soft">{copy.pickDetails}</p>
          <input type="hidden" name="time_zone" value={zone} />
          {days.map(([name, times], index) => (
            <details open={index === 0}>
              <summary>{name}</summary>
              <fieldset>
                <legend class="soft">{copy.available(times.length, zoneName(zone, now))}</legend>
                <div class="times">
                  {times.map(({ start }) => (
                    <label>
                      <input
                        type="radio"
                        name="start"
                        value={new Date(start).toISOString()}
                        required
                      />
                      {timeOf(zone, start)}
                    </label>
                  ))}
                </div>
              </fieldset>
              <button type="submit" class={booked === undefined ? undefined : "quiet"}>
                {copy.pickButton}
              </button>
            </details>
          ))}
        </form>
      )}
    </section>
  );
};
