import { type Call, hasOwnModel, type Utterance } from "./call";
import type { Person } from "./people";

export type Line = Pick<Utterance, "role" | "message">;

/** Whether the call's own model speaks: it does to a person, and not to an answering machine. */
export const modelSpeaks = (call: Call, person: Person): boolean =>
  hasOwnModel(call) && !person.machine;

/** Who says what, in turns. A call whose own model speaks has only the person's lines, after the greeting. */
export function dialogue(call: Call, person: Person): Line[] {
  if (person.machine) return voicemail(call, person);
  const lines: Line[] = [{ role: "bot", message: call.assistant.firstMessage ?? "" }];
  for (const [index, message] of person.says.entries()) {
    lines.push({ role: "user", message });
    const answer = modelSpeaks(call, person) ? undefined : person.agent[index];
    if (answer) lines.push({ role: "bot", message: answer });
  }
  return lines;
}

/** The machine's greeting, and the message that is left after it, if there is one. */
function voicemail({ assistant }: Call, { says }: Person): Line[] {
  const greeting = says.map((message): Line => ({ role: "user", message }));
  const tool = assistant.model?.tools?.find((one) => one.type === "voicemail");
  const message = tool?.messages[0]?.content ?? assistant.voicemailMessage;
  const isSilent = !tool && assistant.voicemailDetection === "off";
  return !message || isSilent ? greeting : [...greeting, { role: "bot", message }];
}
