import { FIELDS } from "../db/extraction";
import type { Language } from "../language/language";
import { ok, type Result } from "../result";
import { verifyClaims } from "./check";
import type { Extraction, Turn } from "./field";
import { extractionPrompt } from "./prompt";
import type { Setting } from "./support";

/** Asks a model for the facts in a transcript, and keeps those that the transcript supports. */
export async function extract(
  language: Language,
  turns: Turn[],
  setting: Setting,
): Promise<Result<Extraction>> {
  if (!turns.some(({ role }) => role === "user"))
    return ok({ fields: {}, missing: FIELDS.map((field) => ({ field, reason: "not_said" })) });
  const answer = await language.complete(extractionPrompt(turns));
  return answer.ok ? ok(verifyClaims(answer.value.found, turns, setting)) : answer;
}
