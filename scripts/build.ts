import { buildClient } from "./build/client";

/** `npm run build`: what wrangler and the tests do by themselves before they start. */
buildClient();
