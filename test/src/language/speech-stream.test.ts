import { expect, test } from "vitest";
import { speechStream } from "../../../src/language/speech-stream";

const PHRASES = { filler: "One moment.", apology: "I am sorry." };
const event = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

/** A model that goes on sending this, until it is stopped. */
async function heard(first: string, alive: string): Promise<string> {
  let stopped = false;
  let begun = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (stopped) controller.close();
      else controller.enqueue(new TextEncoder().encode(begun ? alive : first));
      begun = true;
    },
  });
  const stream = speechStream(
    Promise.resolve(new Response(body)),
    () => {
      stopped = true;
    },
    { model: "model", patience: { fillerMs: 10, apologyMs: 60 }, phrases: PHRASES },
  );
  const text = await new Response(stream).text();
  return text
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)).choices[0].delta.content ?? "")
    .join("");
}

test("signs of life without words are silence: it is covered, then apologized for", async () => {
  expect(await heard(": thinking\n\n", ": thinking\n\n")).toBe("One moment. I am sorry.");
  expect(await heard(event(""), event(""))).toBe("One moment. I am sorry.");
});

test("words that stop in the middle are apologized for, whatever else comes", async () => {
  expect(await heard(event("Well, "), ": thinking\n\n")).toBe("Well,  I am sorry.");
});
