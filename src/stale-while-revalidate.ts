/**
 * A value as it was not long ago. Whoever asks never waits: an old value is good for this once, while
 * the next is fetched.
 */
export class StaleWhileRevalidate<T> {
  #value: T;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(
    first: T,
    private readonly read: () => Promise<T>,
    private readonly ageMs: number,
    private readonly machineNow: () => number,
    private readonly defer: (work: Promise<unknown>) => void,
  ) {
    this.#value = first;
  }

  get(): T {
    const now = this.machineNow();
    if (now - this.#readAt > this.ageMs) {
      this.#readAt = now;
      this.defer(
        this.read().then(
          (value) => this.set(value),
          () => undefined,
        ),
      );
    }
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
  }
}
