import type { Agency } from "../../src/conversation/script";
import { clientUrl } from "./client-files";
import { Page } from "./layout";

type TalkView = { agency: Agency; path: string; callId: string; roomUrl: string };

/** Where a browser call is joined: is the microphone heard, in to the call, and what is said, to read. */
export const TalkPage = ({ agency, path, callId, roomUrl }: TalkView) => (
  <Page title="Talk in your browser" agency={agency}>
    <h1>Talk in your browser</h1>
    <section>
      <h2>1. Your microphone</h2>
      <p id="microphone" role="status">
        Your browser asks whether this page may hear you.
      </p>
      <meter id="level" min="0" max="1" value="0" aria-label="How loud you are" />
      <button type="button" id="check" class="quiet">
        Check my microphone
      </button>
      <noscript>
        <p>The check needs scripts. You can join without it.</p>
      </noscript>
    </section>
    <section>
      <h2>2. Join</h2>
      <p class="soft">{agency.agentName} waits for you in a new window.</p>
      <a class="button" href={roomUrl} target="_blank" rel="noopener noreferrer">
        Join the call
      </a>
    </section>
    <section>
      <h2>What is said</h2>
      <ol
        id="captions"
        class="captions"
        aria-live="polite"
        data-url={`${path}/captions?call_id=${callId}`}
      />
      <p id="state" class="soft" role="status">
        Captions appear here while you talk.
      </p>
    </section>
    <p>
      <a class="button quiet" href={path}>
        Back to all ways to talk
      </a>
    </p>
    <script src={clientUrl("talk.js")} defer />
  </Page>
);
