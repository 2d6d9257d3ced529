import type { Agency } from "../../src/conversation/script";
import { clientUrl } from "./client-files";
import { Page } from "./layout";

type TalkView = { agency: Agency; path: string; callId: string; roomUrl: string };

const copy = {
  title: "Talk in your browser",
  microphone: "Check your microphone",
  microphoneDetails: "Your browser will ask for microphone access.",
  level: "Microphone level",
  check: "Check my microphone",
  join: "Join the call",
  joinDetails: (agentName: string) => `The call opens in a new window. ${agentName} will be there.`,
  joinButton: "Join the call",
  captions: "Live captions",
  captionsDetails: "Captions appear here during the call.",
  noScript:
    "The microphone check and live captions need JavaScript. You can join the call without them.",
  back: "Back",
};

/** Where a browser call is joined: a microphone check, the way in, and the call's words to read. */
export const TalkPage = ({ agency, path, callId, roomUrl }: TalkView) => (
  <Page title={copy.title} agency={agency}>
    <h1>{copy.title}</h1>
    <noscript>
      <section>{copy.noScript}</section>
    </noscript>
    <section id="before" hidden>
      <h2>{copy.microphone}</h2>
      <p id="microphone" role="status">
        {copy.microphoneDetails}
      </p>
      <meter id="level" min="0" max="1" value="0" aria-label={copy.level} />
      <button type="button" id="check" class="quiet">
        {copy.check}
      </button>
    </section>
    <section id="join">
      <h2>{copy.join}</h2>
      <p class="soft">{copy.joinDetails(agency.agentName)}</p>
      <a class="button" href={roomUrl} target="_blank" rel="noopener noreferrer">
        {copy.joinButton}
      </a>
    </section>
    <section id="live" hidden>
      <h2>{copy.captions}</h2>
      <ol
        id="captions"
        class="captions"
        aria-live="polite"
        data-url={`${path}/captions?call_id=${callId}`}
        data-assistant={agency.agentName}
      />
      <p id="state" class="soft" role="status">
        {copy.captionsDetails}
      </p>
    </section>
    <p>
      <a class="button quiet" href={path}>
        {copy.back}
      </a>
    </p>
    <script src={clientUrl("talk.js")} defer />
  </Page>
);
