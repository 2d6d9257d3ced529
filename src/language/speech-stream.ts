/** How long a model may be silent before something is said, and before we apologise. */
export type Patience = { fillerMs: number; apologyMs: number };
export type Phrases = { filler: string; apology: string };
type Watch = { firstByte?: () => void; ended?: (how: "complete" | "failed" | "aborted") => void };

const ENCODER = new TextEncoder();

/** A piece of speech as OpenAI streams it. */
export function chunk(model: string, content: string, finish: "stop" | null = null): string {
  const delta = content ? { role: "assistant", content } : {};
  const choices = [{ index: 0, delta, finish_reason: finish }];
  const body = {
    id: "chatcmpl-voice",
    object: "chat.completion.chunk",
    created: 0,
    model,
    choices,
  };
  return `data: ${JSON.stringify(body)}\n\n`;
}
const NEWLINE = 10;
const END = "data: [DONE]\n\n";
/** As much of the end of a stream as shows whether it is complete. */
const TAIL = 8_000;

/**
 * Passes a model's stream on, byte by byte and in no other order. A model that is slow is covered by
 * a few words, one that fails by an apology; whoever listens never hears an error, nor silence.
 * When the listener is gone, `stop` ends the model's work too.
 */
export function speechStream(
  answer: Promise<Response>,
  stop: () => void,
  { model, patience, phrases }: { model: string; patience: Patience; phrases: Phrases },
  watch: Watch = {},
): ReadableStream<Uint8Array> {
  let gone = false;
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const say = (text: string) => controller.enqueue(ENCODER.encode(text));
      let begun = false;
      let spoke = false;
      let tail = "";
      let held = new Uint8Array();
      /** Whole lines go on at once; half a line waits for its rest, and is not heard without it. */
      const pass = (value: Uint8Array) => {
        const end = value.lastIndexOf(NEWLINE) + 1;
        if (end > 0) controller.enqueue(joined(held, value.subarray(0, end)));
        held = end > 0 ? value.slice(end) : joined(held, value);
      };
      const decoder = new TextDecoder();
      const filler = setTimeout(() => {
        if (!begun && !gone) say(chunk(model, `${phrases.filler} `));
      }, patience.fillerMs);
      try {
        const response = await limited(answer, patience.apologyMs);
        if (!response.ok || !response.body)
          throw new Error(`the model answered ${response.status}`);
        const reader = response.body.getReader();
        for (;;) {
          const { done, value } = await limited(reader.read(), patience.apologyMs);
          if (done) break;
          if (!begun) watch.firstByte?.();
          begun = true;
          if (gone) return;
          pass(value);
          tail = (tail + decoder.decode(value, { stream: true })).slice(-TAIL);
          spoke ||= /"(?:content":\s*"[^"]|tool_calls":\s*\[)/.test(tail);
        }
        if (!/data: \[DONE\]\s*$/.test(tail)) throw new Error("the model broke off");
        watch.ended?.("complete");
      } catch {
        stop();
        if (gone) return;
        if (begun) say("\n"); // Ends an event whose last line has gone on already.
        say(chunk(model, spoke ? "" : phrases.apology, "stop"));
        say(END);
        watch.ended?.("failed");
      } finally {
        clearTimeout(filler);
        if (!gone) controller.close();
      }
    },
    cancel() {
      gone = true;
      stop();
      watch.ended?.("aborted");
    },
  });
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** The promise, or a rejection when it takes longer than `ms`. */
async function limited<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the model was silent for too long")), ms);
  });
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
