/** Ends a step that did not do what it promised, with what came instead. */
export function expectThat(fact: unknown, otherwise: string): void {
  if (!fact) throw new Error(otherwise);
}
