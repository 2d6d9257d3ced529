/** A pattern that matches any of the alternatives, ignoring case. */
export const anyOf = (...alternatives: string[]): RegExp => new RegExp(alternatives.join("|"), "i");
