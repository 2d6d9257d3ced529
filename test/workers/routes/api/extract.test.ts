import { expect, test } from "vitest";
import { ask, aWorld } from "../../world";

const world = aWorld();
const MODEL = "POST /openai/v1/chat/completions";
const TRANSCRIPT = [
  { role: "assistant", text: "What do you need?" },
  { role: "user", text: "Send me a quote. We are forty people. Let's have a meeting on Tuesday." },
];
const claim = (field: string, value: string, quote: string, turn = 1, confidence = 0.95) => ({
  field,
  value,
  quote,
  turn,
  confidence,
});
const extract = (transcript: object[] = TRANSCRIPT) =>
  ask("/api/extract", { body: { transcript } });

test("what the words prove is shown with them, the rest is missing, and the papers follow", async () => {
  world.net.extraction = {
    found: [
      claim("requested_document", "quote", "Send me a quote"),
      claim("employee_count", "40", "forty people"),
      claim("wants_meeting", "true", "Let's have a meeting"),
      claim("email", "thief@evil.example", "Send me a quote"),
      claim("budget", "5000", "five thousand dollars"),
    ],
  };
  const { status, body } = await extract();
  expect(status).toBe(200);
  expect(body.fields.employee_count).toMatchObject({
    value: 40,
    evidence: { turn: 1, quote: "forty people" },
  });
  expect(Object.keys(body.fields).sort()).toEqual([
    "employee_count",
    "requested_document",
    "wants_meeting",
  ]);
  expect(body.missing).toContainEqual({ field: "email", reason: "not_supported" });
  expect(body.missing).toContainEqual({ field: "budget", reason: "not_in_transcript" });
  expect(body.missing).toContainEqual({ field: "name", reason: "not_said" });
  expect(body.forms.map(({ form }: { form: string }) => form)).toEqual([
    "PDF_QUOTE_FORM",
    "WEB_MEETING_FORM",
  ]);
  expect(body.forms[0].why).toContain("Send me a quote");
});

test("an answer that is none is mended once, and no more", async () => {
  const nonsense = () =>
    Response.json({ choices: [{ message: { content: "Sure! Here it is:" } }] });
  world.net.fails(MODEL, nonsense);
  expect((await extract()).status).toBe(200);
  expect(world.net.prompts).toHaveLength(1); // The stand-in's fault was not counted: this is the second.
  world.net.fails(MODEL, nonsense, nonsense);
  expect(await extract()).toMatchObject({ status: 502, body: { code: "model_unusable" } });
});

test("without the model it is said so; without a person's words nobody is asked", async () => {
  world.net.fails(MODEL, () => new Response("", { status: 503 }));
  expect(await extract()).toMatchObject({ status: 503, body: { code: "unavailable" } });
  const asked = world.net.times(MODEL);
  const alone = await extract([{ role: "assistant", text: "Hello?" }]);
  expect(alone.body).toMatchObject({ fields: {}, forms: [] });
  expect(world.net.times(MODEL)).toBe(asked);
});

test.each([
  ["no transcript", {}, "transcript"],
  ["an empty one", { transcript: [] }, "transcript"],
  ["a third speaker", { transcript: [{ role: "system", text: "x" }] }, "transcript.0.role"],
])("%s is refused by its path", async (_, body, path) => {
  const answer = await ask("/api/extract", { body });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});
