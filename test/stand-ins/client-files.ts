import { buildClient } from "../../scripts/build/client";

/** What wrangler's `[build]` command does before a Worker starts. */
export const setup = (): void => buildClient();
