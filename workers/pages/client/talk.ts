import type { Captions } from "../captions";
import { element } from "./element";

const copy = {
  blocked: "Microphone access is blocked. Allow it in your browser, or get a call from us instead.",
  speak: "Say something.",
  heard: "We can hear you.",
  notHeard: "We can't hear you. Check that the right microphone is selected.",
  connected: "You're connected.",
  ended: "The call has ended.",
  you: "You: ",
};
const LOUD = 0.1;
/** About eight seconds. */
const FRAMES = 480;
const ASK_MS = 1_000;

const heardText = element("microphone", HTMLElement);
const meter = element("level", HTMLMeterElement);
const list = element("captions", HTMLOListElement);
const stateText = element("state", HTMLElement);
const checkSection = element("before", HTMLElement);
const joinSection = element("join", HTMLElement);

checkSection.hidden = false;
element("live", HTMLElement).hidden = false;

element("check", HTMLButtonElement).addEventListener("click", () =>
  checkMicrophone().catch(() => {
    heardText.textContent = copy.blocked;
  }),
);

/** Shows how loud the microphone is for a while, and then lets it go. */
async function checkMicrophone(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let heard = false;
  let frames = FRAMES;
  const look = () => {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.min(1, Math.max(...samples.map(Math.abs)) * 2);
    meter.value = level;
    if (level > LOUD) heard = true;
    heardText.textContent = heard ? copy.heard : copy.speak;
    if (frames-- > 0) return void requestAnimationFrame(look);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
    if (!heard) heardText.textContent = copy.notHeard;
  };
  look();
}

let shown = 0;

/** Asks for the call's words once a second until it has ended. Text is set as text, never as HTML. */
async function showCaptions(): Promise<void> {
  let over = false;
  try {
    const answer = await fetch(list.dataset.url ?? "");
    const captions: Captions = await answer.json();
    for (const line of captions.lines.slice(shown)) list.append(itemOf(line));
    shown = Math.max(shown, captions.lines.length);
    over = captions.ended;
    if (over) showEnd();
    else if (captions.state === "CONNECTED") stateText.textContent = copy.connected;
  } catch {} // The next second may bring an answer.
  if (!over) setTimeout(showCaptions, ASK_MS);
}

/** Nothing is left to check or to join. */
function showEnd(): void {
  stateText.textContent = copy.ended;
  checkSection.hidden = true;
  joinSection.hidden = true;
}

function itemOf({ role, text }: Captions["lines"][number]): HTMLLIElement {
  const item = document.createElement("li");
  const who = document.createElement("strong");
  who.textContent = role === "user" ? copy.you : `${list.dataset.assistant}: `;
  item.append(who, text);
  return item;
}

void showCaptions();
