/** Makes a text fit for the database: removes NUL and replaces lone surrogates. */
export const cleanText = (text: string): string => text.replaceAll("\0", "").toWellFormed();

/** Whether the database can store a text unchanged. */
export const isClean = (text: string): boolean => !text.includes("\0") && text.isWellFormed();
