import type { Agency } from "../../src/conversation/script";
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
    <script src="/assets/talk.js" defer />
  </Page>
);

/**
 * The page's script: a level meter for the microphone, which is let go after the check, and the
 * call's words, asked for once a second until it has ended. Text is set as text, never as HTML.
 */
export const TALK_SCRIPT = `"use strict";
const $ = (id) => document.getElementById(id);
$("check").addEventListener("click", async () => {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let heard = false;
    let frames = 480; // About eight seconds.
    const look = () => {
      analyser.getFloatTimeDomainData(samples);
      const level = Math.min(1, Math.max(...samples.map(Math.abs)) * 2);
      $("level").value = level;
      if (level > 0.1) heard = true;
      $("microphone").textContent = heard ? "We can hear you." : "Please say something.";
      if (frames-- > 0) return requestAnimationFrame(look);
      stream.getTracks().forEach((track) => track.stop());
      context.close();
      if (!heard) $("microphone").textContent = "We heard nothing. Is the right microphone chosen?";
    };
    look();
  } catch {
    $("microphone").textContent = "The browser does not let us hear you. Allow the microphone, or let us call you.";
  }
});
const list = $("captions");
let shown = 0;
const ask = async () => {
  let over = false;
  try {
    const answer = await fetch(list.dataset.url);
    const { state, ended, lines } = await answer.json();
    for (const { role, text } of lines.slice(shown)) {
      const item = document.createElement("li");
      const who = document.createElement("strong");
      who.textContent = role === "user" ? "You: " : "Agent: ";
      item.append(who, text);
      list.append(item);
    }
    shown = Math.max(shown, lines.length);
    over = ended;
    if (over) $("state").textContent = "The call has ended.";
    else if (state === "CONNECTED") $("state").textContent = "You are connected.";
  } catch {}
  if (!over) setTimeout(ask, 1000);
};
ask();
`;
