/** Text from outside for a model: data on one line, which cannot close its own fence. */
export const asData = (text: string): string =>
  `<known>${text.replaceAll("<", "‹").replaceAll(/\s*\n\s*/g, " | ")}</known>`;
