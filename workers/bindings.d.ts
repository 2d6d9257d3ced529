interface Env {
  ENVIRONMENT: string;
  CALLS: DurableObjectNamespace<import("./call/call-object").CallObject>;
  CLOCK: DurableObjectNamespace<import("./platform/clock-object").ClockObject>;
  FILES: R2Bucket;
  POST_CALL: Queue<import("../src/tasks").Job>;
  CORPUS: Queue<import("./queues/corpus").CorpusJob>;
  /** Fonts and form templates, from the folder `assets`. */
  ASSETS: Fetcher;
  AI: Ai;
  /** Cloudflare Browser Rendering. */
  BROWSER?: Fetcher;
  /** The same Worker beside the database, where one is deployed. */
  NEAR_DATABASE?: Fetcher;
  DEAD_LETTERS: Queue<import("./queues/dead-letters").DeadLetter>;
}
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("./index");
  }
  interface Env extends globalThis.Env {}
}
