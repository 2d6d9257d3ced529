import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "../../../src/telephony/redact";

test("what opens doors is gone, wherever it stands; what was said stays", () => {
  const report = {
    message: {
      phoneNumber: {
        twilioAuthToken: "DOOR-1",
        twilioAccountSid: "DOOR-2",
        server: { secret: "DOOR-3" },
      },
      call: { monitor: { controlUrl: "https://x/DOOR-4", listenUrl: "wss://x/DOOR-5" } },
      artifact: {
        variables: { phoneNumber: { twilioAuthToken: "DOOR-6" } },
        presignedMonoUrl: "https://x/DOOR-7",
        recordingUrl: "https://x/a.wav?X-Amz-Signature=DOOR-8",
        messages: [{ role: "user", message: "My secret is that I like insurance." }],
      },
      assistant: {
        server: { headers: { "x-key": "DOOR-9" } },
        model: { headers: [{ authorization: "DOOR-10" }] },
      },
    },
  };
  const text = JSON.stringify(redact(report));
  expect(text).not.toContain("DOOR");
  expect(text).toContain("I like insurance");
});

test("no secret-looking key of a real capture keeps its value", () => {
  const folder = "test/fixtures/vapi";
  for (const file of readdirSync(folder)) {
    const text = JSON.stringify(redact(JSON.parse(readFileSync(`${folder}/${file}`, "utf8"))));
    expect(text).not.toMatch(
      /"[^"]*(token|secret|controlUrl|listenUrl)[^"]*":"(?!\[redacted\])[^"]/i,
    );
  }
});

test("any JSON survives, however deep", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(() => JSON.stringify(redact(value))).not.toThrow();
    }),
  );
  let deep: unknown = "end";
  for (let level = 0; level < 50_000; level++) deep = [deep];
  expect(JSON.stringify(redact(deep))).toContain("too deep");
});
