import { expect, test } from "vitest";
import { verifyClaims } from "../../../src/extraction/check";
import type { Claim, Turn } from "../../../src/extraction/field";
import { confirmedEmail } from "../../../src/extraction/read-back";

const SETTING = { zone: "America/New_York", at: Date.parse("2026-11-24T15:00:00Z") };
const claim = (field: "email", value: string, turn: number, quote: string): Claim => ({
  field,
  value,
  turn,
  quote,
  confidence: 0.95,
});

const heard = (...after: Turn[]) => {
  const turns: Turn[] = [
    { role: "assistant", text: "Where shall it go?" },
    { role: "user", text: "To jo at example dot com." },
    ...after,
  ];
  const claims = [claim("email", "jo@example.com", 1, "jo at example dot com")];
  return confirmedEmail(verifyClaims(claims, turns, SETTING), turns);
};
test.each<[string, Turn[], string | undefined]>([
  ["nothing was read back", [], undefined],
  [
    "it was read back, and nothing said to that",
    [{ role: "assistant", text: "jo@example.com?" }],
    undefined,
  ],
  [
    "it was agreed to",
    [
      { role: "assistant", text: "That is j o at example dot com. Is that right?" },
      { role: "user", text: "Correct, thank you." },
    ],
    "jo@example.com",
  ],
  [
    "another was read back",
    [
      { role: "assistant", text: "So joe@example.com?" },
      { role: "user", text: "Yes." },
    ],
    undefined,
  ],
  [
    "it was read back and refused",
    [
      { role: "assistant", text: "So jo@example.com?" },
      { role: "user", text: "Yes, but with an e." },
    ],
    undefined,
  ],
  ...[
    "Yes. But it ends in dot net.",
    "Yes. No, wait, dot net.",
    "Right. Except it's a b, not a d.",
    "Yeah, almost.",
    "Correct it to dot org, please.",
    "Exactly wrong.",
    "Yep, with two l's.",
    "Yes? Who is this?",
  ].map((text): [string, Turn[], undefined] => [
    `the answer was "${text}"`,
    [
      { role: "assistant", text: "So jo@example.com?" },
      { role: "user", text },
    ],
    undefined,
  ]),
  [
    "the yes was to another question",
    [
      {
        role: "assistant",
        text: "Got it, jo@example.com. And shall a colleague call you tomorrow?",
      },
      { role: "user", text: "Yes, please." },
    ],
    undefined,
  ],
  [
    "it was corrected a turn later",
    [
      { role: "assistant", text: "So jo@example.com?" },
      { role: "user", text: "Yes." },
      { role: "assistant", text: "Thank you." },
      { role: "user", text: "Hold on, it is dot net, I always mix that up." },
    ],
    undefined,
  ],
  [
    "the person agrees with themselves",
    [
      { role: "user", text: "jo@example.com." },
      { role: "user", text: "Yes." },
    ],
    undefined,
  ],
])("an address counts as right only if it was read back and agreed to: %s", (_, after, address) => {
  expect(heard(...after)).toBe(address);
});

test("an address of ours that a caller says yes to is not theirs", () => {
  const turns: Turn[] = [
    { role: "user", text: "Hello." },
    { role: "assistant", text: "You can write to service@agency.example." },
    { role: "user", text: "Sure." },
  ];
  const said = claim("email", "service@agency.example", 1, "service@agency.example");
  expect(confirmedEmail(verifyClaims([said], turns, SETTING), turns)).toBeUndefined();
});
