/** How long a model may be silent before we say a filler, and before we apologize. */
export type SilenceLimits = { fillerMs: number; apologyMs: number };
/** What the assistant says instead of a slow or failed model. */
export type Phrases = { filler: string; apology: string };
type StreamObserver = { firstByte?: () => void };
type Options = { model: string; patience: SilenceLimits; phrases: Phrases };

const ENCODER = new TextEncoder();
const END = "data: [DONE]\n\n";
/** A comment in the protocol. Only by writing do we notice that the listener is gone. */
const HEARTBEAT = ": \n\n";
const HEARTBEAT_MS = 1_000;

/** One event of speech, as OpenAI streams it. */
export function speechEvent(model: string, content: string, finish: "stop" | null = null): string {
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
 * Forwards a model's stream line by line. A slow model is covered by a few filler words, one that
 * fails or breaks off by an apology, so a caller never hears an error or a long silence. When the
 * listener is gone, `stop` ends the model's work too.
 */
export function speechStream(
  answer: Promise<Response>,
  stop: () => void,
  { model, patience: { fillerMs, apologyMs }, phrases }: Options,
  observer: StreamObserver = {},
): ReadableStream<Uint8Array> {
  let isCancelled = false;
  let stopTimers = () => {};
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const source = new StreamReader();
      const send = (text: string) => {
        if (!isCancelled) controller.enqueue(ENCODER.encode(text));
      };
      const silent = () => !source.hasWords && source.betweenEvents;
      const patience = new Deadline(apologyMs);
      const fillerTimer = setTimeout(() => {
        if (silent()) send(speechEvent(model, `${phrases.filler} `));
      }, fillerMs);
      const heartbeatTimer = setInterval(() => {
        if (silent()) send(HEARTBEAT);
      }, HEARTBEAT_MS);
      stopTimers = () => {
        clearTimeout(fillerTimer);
        clearInterval(heartbeatTimer);
      };
      try {
        const response = await patience.of(answer);
        if (!response.ok || !response.body)
          throw new Error(`the model answered ${response.status}`);
        const reader = response.body.getReader();
        for (;;) {
          const { done, value } = await patience.of(reader.read());
          if (isCancelled) return;
          if (!source.started && value) observer.firstByte?.();
          const before = source.deltas;
          const lines = done ? source.rest() : source.take(value);
          // In the middle of an answer, half the patience is left. Only words start it again.
          if (source.deltas > before) patience.begin(apologyMs / 2);
          if (lines) send(lines);
          if (done) break;
        }
        if (!source.finished) throw new Error("the model broke off");
      } catch {
        stop();
        if (!source.betweenEvents) send("\n");
        send(speechEvent(model, `${source.hasWords ? " " : ""}${phrases.apology}`, "stop"));
      } finally {
        patience.end();
        stopTimers();
        if (!source.ended) send(END);
        if (!isCancelled) controller.close();
      }
    },
    cancel() {
      isCancelled = true;
      stopTimers();
      stop();
    },
  });
}

/** Reads a stream: whole lines are forwarded, and a partial line waits for its end. */
class StreamReader {
  started = false;
  /** The number of events with words or tool calls. */
  deltas = 0;
  get hasWords(): boolean {
    return this.deltas > 0;
  }
  /** The model said that it is finished. */
  finished = false;
  /** The end of the stream was forwarded. */
  ended = false;
  /** No event is incomplete, so our own words may be inserted. */
  betweenEvents = true;
  #partialLine = "";
  readonly #decoder = new TextDecoder();

  /**
   * The lines that are complete now, without unreadable ones. Throws if the model reports an error.
   */
  take(bytes: Uint8Array): string {
    this.started = true;
    const text = this.#partialLine + this.#decoder.decode(bytes, { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    this.#partialLine = text.slice(end);
    return this.#read(text.slice(0, end));
  }

  /** The last line, if it came without a line end. */
  rest(): string {
    const text = this.#partialLine;
    this.#partialLine = "";
    return text ? this.#read(`${text}\n\n`) : "";
  }

  #read(text: string): string {
    const lines = text.split(/(?<=\n)/);
    return lines.filter((line) => this.#isForwarded(line.trimEnd())).join("");
  }

  /** Whether to forward a line. An empty line is forwarded only if it closes an event. */
  #isForwarded(line: string): boolean {
    const isForwarded = line === "" ? !this.betweenEvents : this.#accepts(line);
    if (isForwarded) this.betweenEvents = line === "";
    return isForwarded;
  }

  #accepts(line: string): boolean {
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
    if (choice?.delta?.content || choice?.delta?.tool_calls?.length) this.deltas++;
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

/** A deadline over several promises in a row. `begin` starts it again. */
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
