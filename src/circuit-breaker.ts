/**
 * Stops calls to a dependency for `breakMs` after it failed or was late `limit` times in a row.
 * Then one more call decides. Times are machine time, in ms.
 */
export class CircuitBreaker {
  #failures = 0;
  #until = 0;

  constructor(
    private readonly limit: number,
    private readonly breakMs: number,
  ) {}

  /** Whether calls must be skipped at `now`. */
  isOpen(now: number): boolean {
    return now < this.#until;
  }

  /** Records whether a call succeeded in time. */
  record(inTime: boolean, now: number): void {
    this.#failures = inTime ? 0 : this.#failures + 1;
    if (this.#failures < this.limit) return;
    this.#failures = this.limit - 1;
    this.#until = now + this.breakMs;
  }
}
