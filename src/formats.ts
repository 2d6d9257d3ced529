/** Times, money and phone numbers as people in the United States read them. */

const format = (zone: string, at: number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }).format(at);

/** "Tuesday, December 1" */
export const dayOf = (zone: string, at: number): string =>
  format(zone, at, { weekday: "long", month: "long", day: "numeric" });

/** "9:00 AM" */
export const timeOf = (zone: string, at: number): string =>
  format(zone, at, { hour: "numeric", minute: "2-digit" });

/** "9:00 AM ET" */
export const timeWithZone = (zone: string, at: number): string =>
  format(zone, at, { hour: "numeric", minute: "2-digit", timeZoneName: "shortGeneric" });

/** "Tuesday, December 1 at 9:00 AM ET" */
export const dayAndTime = (zone: string, at: number): string =>
  `${dayOf(zone, at)} at ${timeWithZone(zone, at)}`;

/** "Eastern Time" */
export const zoneName = (zone: string, at: number): string =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longGeneric" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value ?? zone;

/** "December 1, 2026", of a day that is the same everywhere. */
export const dateOf = (at: number | string): string =>
  new Date(at).toLocaleDateString("en-US", { dateStyle: "long", timeZone: "UTC" });

/** Dollars, of cents. */
export const money = (minor: number): string =>
  (minor / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });

/** Area code, exchange and line of a number in the United States; nothing for another. */
const partsOf = (number: string): string[] | undefined =>
  /^1?(\d{3})(\d{3})(\d{4})$/.exec(number.replace(/\D/g, ""))?.slice(1);

/** "(800) 555-0100" */
export function phoneText(number: string): string {
  const [area, exchange, line] = partsOf(number) ?? [];
  return area ? `(${area}) ${exchange}-${line}` : number;
}

/** "(•••) •••-0112": enough for its owner, and for nobody else. */
export const maskedPhone = (number: string): string =>
  partsOf(number) ? `(•••) •••-${number.slice(-4)}` : `•••• ${number.slice(-4)}`;
