import { joined } from "../../src/lazy";
import { corpus } from "./corpus";
import { databases } from "./databases";
import { documents } from "./documents";
import { email } from "./email";
import { language } from "./language";
import { meetings } from "./meetings";
import { research } from "./research";
import type { Settings } from "./settings";
import { telephony } from "./telephony";

/** Settings become adapters, each made when it is first read. Only this folder names vendors. */
export function adapters(settings: Settings) {
  const stores = joined(databases(settings), language(settings));
  return joined(
    stores,
    corpus(settings, stores),
    telephony(settings),
    email(settings),
    research(settings),
    documents(settings),
    meetings(settings),
  );
}
