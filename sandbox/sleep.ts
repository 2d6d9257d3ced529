import { setTimeout } from "node:timers/promises";

/** Waits so many milliseconds, and keeps no process alive for that. */
export const sleep = (ms: number): Promise<void> => setTimeout(ms, undefined, { ref: false });
