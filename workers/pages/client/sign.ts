import { element } from "./element";

const WIDTH = 400;
const HEIGHT = 120;
/** What the form takes is 20,000 characters. */
const PATH_MAX = 19_000;
const LINE_WIDTH = 2.5;

/** Draws in the box and keeps the strokes as a path; without scripts a typed name is enough. */
const pad = element("pad", HTMLCanvasElement);
const field = element("drawing", HTMLInputElement);
const ink = pad.getContext("2d");
element("drawn", HTMLElement).hidden = false;
let path = "";
let down = false;

function pointAt({ clientX, clientY }: PointerEvent): [x: string, y: string] {
  const box = pad.getBoundingClientRect();
  const x = ((clientX - box.left) * WIDTH) / box.width;
  const y = ((clientY - box.top) * HEIGHT) / box.height;
  return [within(x, WIDTH).toFixed(1), within(y, HEIGHT).toFixed(1)];
}
const within = (value: number, max: number) => Math.min(max, Math.max(0, value));

pad.addEventListener("pointerdown", (event) => {
  down = true;
  pad.setPointerCapture(event.pointerId);
  const [x, y] = pointAt(event);
  if (path.length < PATH_MAX) path += `M${x} ${y} `;
  if (!ink) return;
  ink.lineWidth = LINE_WIDTH;
  ink.lineCap = "round";
  ink.strokeStyle = getComputedStyle(pad).color;
  ink.beginPath();
  ink.moveTo(Number(x), Number(y));
});
pad.addEventListener("pointermove", (event) => {
  if (!down || path.length > PATH_MAX) return;
  const [x, y] = pointAt(event);
  path += `L${x} ${y} `;
  ink?.lineTo(Number(x), Number(y));
  ink?.stroke();
});
pad.addEventListener("pointerup", () => {
  down = false;
  field.value = path.trim();
});
element("clear", HTMLButtonElement).addEventListener("click", () => {
  path = "";
  field.value = "";
  ink?.clearRect(0, 0, WIDTH, HEIGHT);
});
