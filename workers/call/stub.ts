import type { Calls, LiveCall } from "../../src/calls/calls";

/**
 * Near VAPI, which asks to be answered from the west of the United States (its guide to server URLs),
 * and where the voice is. It counts when an object is first asked for; an object never moves.
 */
export const LOCATION: DurableObjectLocationHint = "wnam";

type Namespace = Pick<Env, "CALLS">;

/** The object that holds a call, by its key. */
export const callObject = (env: Namespace, callKey: string) =>
  env.CALLS.getByName(callKey, { locationHint: LOCATION });

/** The calls in their Durable Objects. */
export function durableCalls(env: Namespace): Calls {
  const object = (callKey: string) => callObject(env, callKey);
  return {
    request: async (request) => await object(request.callKey).request(request),
    join: async (request, leg) => await object(request.callKey).join(request, leg),
    find: async ({ callKey, callId }) => await object(callKey).find(callId),
    open: async (callKey) => await object(callKey).open(),
    cancel: async ({ callKey, callId }) => await object(callKey).cancel(callId),
    receive: async (event, report) => await object(event.callKey).receive(event, report),
    stop: async ({ callKey, callId }) => await object(callKey).stop(callId),
    tick: async (callKey) => await object(callKey).tick(),
    retryEffect: async (callKey, seq) => await object(callKey).retryEffect(seq),
    live: ({ callKey, callId }) => liveCall(object(callKey), callId),
  };
}

function liveCall(object: ReturnType<typeof callObject>, callId: string): LiveCall {
  return {
    caller: async () => await object.caller(callId),
    identify: async (who) => await object.identify(callId, who),
    control: async (control) => await object.control(callId, control),
    toolUse: async (toolCallId) => await object.toolUse(callId, toolCallId),
    saveToolResult: async (toolCallId, result) => await object.saveToolResult(toolCallId, result),
    context: async (utterance) => await object.context(callId, utterance),
    hint: async (words) => await object.hint(callId, words),
    recordTurn: async (figures) => await object.recordTurn(callId, figures),
  };
}
