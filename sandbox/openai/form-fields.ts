/** Labels that no rule of a form filler would know, and the keys of what they ask for. */
const LABELS: [RegExp, string][] = [
  [/moniker|handle us by/i, "name"],
  [/where do we reach you|inbox/i, "email"],
  [/dial you|ring you/i, "tel"],
  [/outfit|shop called/i, "organization"],
  [/crew|hands on deck/i, "employee_count"],
];

/** The key of each numbered label in a prompt, or `none`. */
export function formFields(prompt: string): { keys: string[] } {
  const labels = prompt.split("\n").filter((line) => /^\d+: /.test(line));
  const keys = labels.map(
    (label) => LABELS.find(([pattern]) => pattern.test(label))?.[1] ?? "none",
  );
  return { keys };
}
