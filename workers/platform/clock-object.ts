import { DurableObject } from "cloudflare:workers";

/** Stores how far a local installation's product time was moved. */
export class ClockObject extends DurableObject<Env> {
  offset(): number {
    return this.ctx.storage.kv.get<number>("offset") ?? 0;
  }

  set(offset: number): void {
    this.ctx.storage.kv.put("offset", offset);
  }
}
