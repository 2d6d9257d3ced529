/** A function that calls `make` on first use and returns the same value from then on. */
export function lazy<T>(make: () => T): () => T {
  let cached: { value: T } | undefined;
  return () => {
    cached ??= { value: make() };
    return cached.value;
  };
}

/** An object whose properties are made when they are first read. What throws is tried again. */
export function lazily<Made extends object>(
  makers: {
    [Name in keyof Made]: () => Made[Name];
  },
): Readonly<Made> {
  const object = {};
  for (const name of Object.keys(makers) as (keyof Made)[])
    Object.defineProperty(object, name, { get: lazy(makers[name]), enumerable: true });
  return object as Readonly<Made>;
}

type Joined<Parts extends object[]> = Parts extends [infer First, ...infer Rest extends object[]]
  ? First & Joined<Rest>
  : unknown;

/** One object with the properties of all parts; those that are made on demand stay so. */
export function joined<Parts extends object[]>(...parts: Parts): Joined<Parts> {
  const whole = {};
  for (const part of parts) Object.defineProperties(whole, Object.getOwnPropertyDescriptors(part));
  return whole as Joined<Parts>;
}
