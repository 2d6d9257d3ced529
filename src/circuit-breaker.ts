/**
 * Keeps away from something that was too slow or down `limit` times in a row, for `breakMs`; then one
 * more try decides. Times are machine time.
 */
export class CircuitBreaker {
  #failures = 0;
  #until = 0;

  constructor(
    private readonly limit: number,
    private readonly breakMs: number,
  ) {}

  isOpen(now: number): boolean {
    return now < this.#until;
  }

  note(inTime: boolean, now: number): void {
    this.#failures = inTime ? 0 : this.#failures + 1;
    if (this.#failures < this.limit) return;
    this.#failures = this.limit - 1;
    this.#until = now + this.breakMs;
  }
}
