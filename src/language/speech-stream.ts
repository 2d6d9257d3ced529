/** How long a model may be silent before something is said, and before we apologize. */
export type Patience = { fillerMs: number; apologyMs: number };
export type Phrases = { filler: string; apology: string };
type Watch = { firstByte?: () => void };
type Options = { model: string; patience: Patience; phrases: Phrases };

const ENCODER = new TextEncoder();
const END = "data: [DONE]\n\n";
/** A comment of the protocol, heard by nobody: only by writing is it seen that the listener has gone. */
const BEAT = ": \n\n";
const BEAT_MS = 1_000;

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

/**
 * Passes a model's stream on, line by line as it comes. A model that is slow is covered by a few
 * words, one that fails or stops by an apology; whoever listens hears no error, and no long silence.
 * When the listener is gone, `stop` ends the model's work too.
 */
export function speechStream(
  answer: Promise<Response>,
  stop: () => void,
  { model, patience: { fillerMs, apologyMs }, phrases }: Options,
  watch: Watch = {},
): ReadableStream<Uint8Array> {
  let gone = false;
  let rest = () => {};
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const heard = new Heard();
      const say = (text: string) => {
        if (!gone) controller.enqueue(ENCODER.encode(text));
      };
      const silent = () => !heard.words && heard.betweenEvents;
      const patience = new Deadline(apologyMs);
      const cover = setTimeout(() => {
        if (silent()) say(chunk(model, `${phrases.filler} `));
      }, fillerMs);
      const beat = setInterval(() => {
        if (silent()) say(BEAT);
      }, BEAT_MS);
      rest = () => {
        clearTimeout(cover);
        clearInterval(beat);
      };
      try {
        const response = await patience.of(answer);
        if (!response.ok || !response.body)
          throw new Error(`the model answered ${response.status}`);
        const reader = response.body.getReader();
        for (;;) {
          const { done, value } = await patience.of(reader.read());
          if (gone) return;
          if (!heard.begun && value) watch.firstByte?.();
          const before = heard.pieces;
          const lines = done ? heard.rest() : heard.take(value);
          // In the middle of a sentence nobody waits as long as for its beginning; only words count.
          if (heard.pieces > before) patience.begin(apologyMs / 2);
          if (lines) say(lines);
          if (done) break;
        }
        if (!heard.finished) throw new Error("the model broke off");
      } catch {
        stop();
        if (!heard.betweenEvents) say("\n");
        say(chunk(model, `${heard.words ? " " : ""}${phrases.apology}`, "stop"));
      } finally {
        patience.end();
        rest();
        if (!heard.ended) say(END);
        if (!gone) controller.close();
      }
    },
    cancel() {
      gone = true;
      rest();
      stop();
    },
  });
}

/** What has come of a stream: its whole lines go on, half a line waits for its rest. */
class Heard {
  begun = false;
  /** How often something was said, or a tool asked for. */
  pieces = 0;
  get words(): boolean {
    return this.pieces > 0;
  }
  /** The model said that it is through. */
  finished = false;
  /** The stream's own end has gone on. */
  ended = false;
  /** Nothing half stands there, so that words of ours may come between. */
  betweenEvents = true;
  #held = "";
  readonly #decoder = new TextDecoder();

  /** The lines that are whole now, but for those that nobody could read. Throws at the model's own error. */
  take(bytes: Uint8Array): string {
    this.begun = true;
    const text = this.#held + this.#decoder.decode(bytes, { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    this.#held = text.slice(end);
    return this.#read(text.slice(0, end));
  }

  /** What came without a last line's end. */
  rest(): string {
    const text = this.#held;
    this.#held = "";
    return text ? this.#read(`${text}\n\n`) : "";
  }

  #read(text: string): string {
    const lines = text.split(/(?<=\n)/);
    return lines.filter((line) => this.#goesOn(line.trimEnd())).join("");
  }

  /** A line that is passed on opens an event, an empty one closes it; without one it closes nothing. */
  #goesOn(line: string): boolean {
    const passes = line === "" ? !this.betweenEvents : this.#passes(line);
    if (passes) this.betweenEvents = line === "";
    return passes;
  }

  #passes(line: string): boolean {
    if (!line.startsWith("data:")) return /^(?::|event:|id:|retry:)/.test(line);
    const data = line.slice("data:".length).trim();
    if (data === "[DONE]") {
      this.ended = true;
      this.finished = true;
      return true;
    }
    const event = parse(data);
    if (!event) return false;
    if (event.error) throw new Error("the model told of an error");
    const [choice] = event.choices ?? [];
    if (choice?.delta?.content || choice?.delta?.tool_calls?.length) this.pieces++;
    this.finished ||= Boolean(choice?.finish_reason);
    return true;
  }
}

type Event = {
  error?: unknown;
  choices?: {
    delta?: { content?: string | null; tool_calls?: unknown[] };
    finish_reason?: string | null;
  }[];
};
function parse(data: string): Event | undefined {
  try {
    const event = JSON.parse(data);
    return typeof event === "object" && event !== null ? event : undefined;
  } catch {
    return undefined;
  }
}

/** A time by which something must have come, whatever is waited for meanwhile; begun anew, it is later. */
class Deadline {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ring = (_: Error) => {};
  readonly #late = new Promise<never>((_, reject) => {
    this.#ring = reject;
  });

  constructor(ms: number) {
    this.#late.catch(() => {}); // Handled in the race; nobody may be racing when it rings.
    this.begin(ms);
  }

  begin(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ring(new Error("the model was silent for too long")), ms);
  }

  of<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#late]);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
