import { randomUUID } from "node:crypto";
import { ask } from "../client";
import type { Ready } from "../launch/product";
import { PEOPLE, prospectOf, type Scripted } from "../people";
import { compare, type Figure } from "./compare";
import { counts, post } from "./post";

/** A known number calls: who is it, and what is said? (DESIGN 10: one database round trip.) */
export async function inbound(ready: Ready): Promise<Figure[]> {
  const person = {
    ...prospectOf(PEOPLE[0] as Scripted),
    id: "bench_caller",
    phone_number: "+15559990101",
  };
  await ask(ready, "POST", "/api/prospects", person);
  const ring = () => {
    const customer = { number: person.phone_number };
    const call = { id: randomUUID(), type: "inboundPhoneCall", phoneNumberId: "number", customer };
    return JSON.stringify({ message: { type: "assistant-request", call, timestamp: Date.now() } });
  };
  return [
    await compare({
      name: "assistant-request, known caller",
      budget: 1.5,
      floor: () => post(ready, `/floor/query/${person.id}`, ring()),
      product: () => post(ready, "/webhooks/vapi", ring()),
      counts: () => counts(ready, ring()),
    }),
  ];
}
