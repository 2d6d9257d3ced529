/** Marks a text as data for a model: one line in a fence that the text cannot close. */
export const asData = (text: string): string =>
  `<known>${text.replaceAll("<", "‹").replaceAll(/\s*\n\s*/g, " | ")}</known>`;
