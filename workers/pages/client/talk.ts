import type { Captions } from "../captions";
import { element } from "./element";

const LOUD = 0.1;
/** About eight seconds. */
const FRAMES = 480;
const ASK_MS = 1_000;

const heardText = element("microphone", HTMLElement);
const meter = element("level", HTMLMeterElement);
const list = element("captions", HTMLOListElement);
const stateText = element("state", HTMLElement);

element("check", HTMLButtonElement).addEventListener("click", () =>
  checkMicrophone().catch(() => {
    heardText.textContent =
      "The browser does not let us hear you. Allow the microphone, or let us call you.";
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
    heardText.textContent = heard ? "We can hear you." : "Please say something.";
    if (frames-- > 0) return void requestAnimationFrame(look);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
    if (!heard) heardText.textContent = "We heard nothing. Is the right microphone chosen?";
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
    if (over) stateText.textContent = "The call has ended.";
    else if (captions.state === "CONNECTED") stateText.textContent = "You are connected.";
  } catch {} // The next second may bring an answer.
  if (!over) setTimeout(showCaptions, ASK_MS);
}

function itemOf({ role, text }: Captions["lines"][number]): HTMLLIElement {
  const item = document.createElement("li");
  const who = document.createElement("strong");
  who.textContent = role === "user" ? "You: " : "Agent: ";
  item.append(who, text);
  return item;
}

void showCaptions();
