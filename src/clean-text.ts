/** Text as a database takes it: without NUL, and with no half of a character left alone. */
export const cleanText = (text: string): string => text.replaceAll("\0", "").toWellFormed();

/** Whether a text can be kept as it is. */
export const isClean = (text: string): boolean => !text.includes("\0") && text.isWellFormed();
