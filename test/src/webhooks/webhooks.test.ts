import { expect, test } from "vitest";
import { endpointSecret, RETRY_MS, refusalOf } from "../../../src/webhooks/endpoint";
import { signature } from "../../../src/webhooks/signature";

test.each([
  ["http://crm.example.com/hook", "must begin with https://"],
  ["https://127.0.0.1/hook", "must be a public host"],
  ["https://[::1]/hook", "must be a public host"],
  ["https://169.254.169.254/latest", "must be a public host"],
  ["https://10.1.2.3/hook", "must be a public host"],
  ["https://localhost/hook", "must be a public host"],
  ["https://localhost.:8443/hook", "must be a public host"],
  ["https://metadata.google.internal.:8443/hook", "must be a public host"],
  ["https://me:secret@crm.example.com/hook", "must hold no user name and no password"],
  ["https://crm.example.com/hook", undefined],
])("a listener at %s is told: %s", (url, refusal) => {
  expect(refusalOf(url, false)).toBe(refusal);
});

test("a secret is its listener's own and has the form that Standard Webhooks want", () => {
  const one = endpointSecret("only-for-tests", "one");
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect(endpointSecret("only-for-tests", "one")).toBe(one);
  expect(endpointSecret("only-for-tests", "other")).not.toBe(one);
  expect(endpointSecret("another-key", "one")).not.toBe(one);
});

test("a message is signed as the example of the Standard Webhooks specification is", () => {
  const body = new TextEncoder().encode('{"test": 2432232314}');
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  expect(signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)).toBe(
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
});

test("a message is tried for three days, less and less often", () => {
  expect(RETRY_MS.toSorted((one, other) => one - other)).toEqual(RETRY_MS);
  expect(RETRY_MS.reduce((sum, one) => sum + one, 0) / 86_400_000).toBeCloseTo(3.15, 1);
});
