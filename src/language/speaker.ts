/** What is asked of the model that speaks: OpenAI's chat completions, as far as we pass them on. */
export type SpeechRequest = { messages: unknown[]; stream: boolean; [field: string]: unknown };

/** The model that speaks in calls. Its answer goes on as it comes, untouched. */
export interface Speaker {
  /** The provider's own answer; rejects when there is none, or when `signal` ends it. */
  speak(request: SpeechRequest, signal: AbortSignal): Promise<Response>;
}
