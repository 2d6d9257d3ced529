/** Made when it is first asked for, and the same from then on. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
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
    Object.defineProperty(object, name, { get: once(makers[name]), enumerable: true });
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
