/** Any of these, in whatever case. */
export const anyOf = (...alternatives: string[]): RegExp => new RegExp(alternatives.join("|"), "i");
