/**
 * A cached value that readers never wait for. Once it is older than `ageMs`, a read still returns
 * it and fetches the next one through `defer`. A failed fetch keeps the old value.
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
