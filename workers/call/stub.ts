/**
 * Near VAPI, which asks to be answered from the west of the United States (its guide to server URLs),
 * and where the voice is. It counts when an object is first asked for; an object never moves.
 */
export const LOCATION: DurableObjectLocationHint = "wnam";

/** The object that holds a call, by its key. */
export const callObject = (env: Pick<Env, "CALLS">, callKey: string) =>
  env.CALLS.getByName(callKey, { locationHint: LOCATION });
