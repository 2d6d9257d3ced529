import type { Slot } from "../../src/callbacks/slots";
import type { Agency } from "../../src/conversation/script";
import { Notice, Page } from "./layout";

export type CallbackView = {
  agency: Agency;
  path: string;
  name: string | undefined;
  companyName: string | null;
  calledAt: number;
  expiresAt: number;
  /** The person's zone, and ours. */
  zone: string;
  agencyZone: string;
  slots: Slot[];
  booked: number | undefined;
  mayCallNow: boolean;
  optedOut: boolean;
  done: string | undefined;
};

const format = (zone: string, at: number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }).format(at);
const day = (zone: string, at: number) =>
  format(zone, at, { weekday: "long", month: "long", day: "numeric" });
const time = (zone: string, at: number) =>
  format(zone, at, { hour: "numeric", minute: "2-digit", timeZoneName: "short" });

const clock = (zone: string, at: number) =>
  format(zone, at, { hour: "numeric", minute: "2-digit" });

const DONE: Record<string, string> = {
  called: "Your phone rings in a moment.",
  planned: "We will call you as soon as we may.",
  booked: "It is in our book.",
  cancelled: "Your callback is cancelled.",
  stopped: "We will leave you alone: no more calls and no more emails from us.",
  pick: "Please pick a time first.",
  taken: "That time was just taken. Please pick another.",
  unavailable: "That does not work right now. Please let us call you instead.",
  blocked: "We may not call this number at the moment. You can call us instead.",
};

/** When, by both clocks: nobody should have to reckon. */
const When = ({ at, zone, agencyZone }: { at: number; zone: string; agencyZone: string }) => (
  <>
    <strong>
      {day(zone, at)}, {time(zone, at)}
    </strong>
    {time(zone, at) !== time(agencyZone, at) && (
      <span class="soft"> (that is {time(agencyZone, at)} at our office)</span>
    )}
  </>
);

/** All ways to come back to us, and one to be left alone. */
export const CallbackPage = (view: CallbackView) => {
  const { agency, path, name, companyName, booked, zone, agencyZone, done } = view;
  const about = companyName ? ` for ${companyName}` : "";
  return (
    <Page title="Call me back" agency={agency}>
      <h1>{name ? `Hi ${name}, how shall we talk?` : "How shall we talk?"}</h1>
      <p>
        {agency.agentName}, our AI assistant, called you on {day(zone, view.calledAt)} about
        business insurance{about}. This page is yours alone until {day(zone, view.expiresAt)}.
      </p>
      {done && DONE[done] && (
        <section class="note" role="status">
          {DONE[done]}
        </section>
      )}
      {view.optedOut ? (
        <section>
          <h2>You asked to be left alone</h2>
          <p>
            We do not call or write to you. If you change your mind, call {agency.tollFreeNumber}.
          </p>
        </section>
      ) : (
        <>
          {booked !== undefined && <Booked {...view} at={booked} />}
          <section>
            <h2>Talk in your browser</h2>
            <form method="post" action={`${path}/talk`}>
              <p class="soft">
                Opens a call with {agency.agentName} here. Your browser asks for the microphone
                first.
              </p>
              <button type="submit">Talk now</button>
            </form>
          </section>
          <section>
            <h2>Call me now</h2>
            {view.mayCallNow ? (
              <form method="post" action={`${path}/call-now`}>
                <p class="soft">We call the number that we tried before.</p>
                <button type="submit">Call me now</button>
              </form>
            ) : (
              <p>
                At this hour we may not call you. Please pick a time, or call{" "}
                {agency.tollFreeNumber}.
              </p>
            )}
          </section>
          <Times {...view} />
          <section>
            <h2>Leave me alone</h2>
            <form method="post" action={`${path}/opt-out`}>
              <p class="soft">No more calls and no more emails from us. It takes one click.</p>
              <button type="submit" class="quiet">
                Stop calls and emails
              </button>
            </form>
          </section>
          <p class="soft">
            Times are shown in {zone.replaceAll("_", " ")}
            {zone === agencyZone ? "." : `, our office is in ${agencyZone.replaceAll("_", " ")}.`}
          </p>
        </>
      )}
    </Page>
  );
};

const Booked = ({ path, zone, agencyZone, at }: CallbackView & { at: number }) => (
  <section class="note">
    <h2>We call you</h2>
    <p>
      <When at={at} zone={zone} agencyZone={agencyZone} />
    </p>
    <p>
      <a class="button" href={`${path}/invite.ics`}>
        Add to my calendar
      </a>
    </p>
    <form method="post" action={`${path}/cancel`}>
      <button type="submit" class="quiet">
        Cancel this callback
      </button>
    </form>
  </section>
);

const Times = ({ path, zone, slots, booked, agency }: CallbackView) => {
  const days = [...Map.groupBy(slots, ({ start }) => day(zone, start))];
  return (
    <section>
      <h2>{booked === undefined ? "Pick a time" : "Pick another time"}</h2>
      {days.length === 0 ? (
        <p>No time is free before this link ends. Please call {agency.tollFreeNumber}.</p>
      ) : (
        <form method="post" action={`${path}/schedule`}>
          <input type="hidden" name="time_zone" value={zone} />
          {days.map(([name, times], index) => (
            <details open={index === 0}>
              <summary>{name}</summary>
              <fieldset>
                <legend class="soft">
                  {times.length} times are free, in {zone.replaceAll("_", " ")}
                </legend>
                <div class="times">
                  {times.map(({ start }) => (
                    <label>
                      <input
                        type="radio"
                        name="start"
                        value={new Date(start).toISOString()}
                        required
                      />
                      {clock(zone, start)}
                    </label>
                  ))}
                </div>
              </fieldset>
            </details>
          ))}
          <button type="submit">Call me at this time</button>
        </form>
      )}
    </section>
  );
};

export const UnknownLink = ({ agency }: { agency: Agency }) => (
  <Notice title="This link leads nowhere" agency={agency}>
    <p>
      Perhaps a part of it was lost on the way. Open it again from our email, or type your code.
    </p>
    <p>
      <a class="button" href="/c">
        Type the code from the voicemail
      </a>
    </p>
    <p>Or call {agency.tollFreeNumber}.</p>
  </Notice>
);

export const ExpiredLink = ({ agency, path }: { agency: Agency; path: string }) => (
  <Notice title="This link has expired" agency={agency}>
    <p>It worked for seven days. Call {agency.tollFreeNumber} and we go on where we left off.</p>
    <form method="post" action={`${path}/opt-out`}>
      <button type="submit" class="quiet">
        Stop calls and emails
      </button>
    </form>
  </Notice>
);

type CodeView = { agency: Agency; problem?: string };
/** Where the code of a voicemail is typed. */
export const CodePage = ({ agency, problem }: CodeView) => (
  <Page title="Your code" agency={agency}>
    <h1>Type your code</h1>
    <p>We left you a voicemail with eight digits. They open your page.</p>
    {problem && (
      <section class="note" role="alert">
        {problem}
      </section>
    )}
    <form method="post" action="/c">
      <label class="field">
        Code, eight digits
        <input type="text" name="code" inputmode="numeric" autocomplete="one-time-code" required />
      </label>
      <label class="field">
        Last four digits of the number that we called
        <input type="text" name="last4" inputmode="numeric" autocomplete="off" required />
      </label>
      <button type="submit">Open my page</button>
    </form>
  </Page>
);

export const UnsubscribePage = (props: { agency: Agency; token: string; done: boolean }) => (
  <Notice title={props.done ? "We leave you alone" : "No more emails?"} agency={props.agency}>
    {props.done ? (
      <p>No more emails and no more calls from {props.agency.companyName}.</p>
    ) : (
      <form method="post" action={`/u/${props.token}`}>
        <p>One click, and {props.agency.companyName} neither writes to you nor calls you.</p>
        <button type="submit">Stop emails and calls</button>
      </form>
    )}
  </Notice>
);
