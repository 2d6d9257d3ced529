/** A request to the model that speaks: the fields of OpenAI's chat completions that we pass on. */
export type SpeechRequest = { messages: unknown[]; stream: boolean; [field: string]: unknown };

/** The model that speaks in calls. Its answer is streamed on, unchanged. */
export interface Speaker {
  /** The provider's answer. Rejects if there is none, or if `signal` aborts it. */
  speak(request: SpeechRequest, signal: AbortSignal): Promise<Response>;
}
