import { callingZones } from "../src/compliance/gate";
import type { TestNumbers } from "../src/prospects/phone";
import { parsePhone } from "../src/prospects/phone";
import { addressData } from "../src/prospects/prospect";

type Located = { address: unknown; time_zone: string | null } | undefined;

/** The zones in which it must be calling time for somebody: address, statement and number together. */
export function zonesOfPerson(testNumbers: TestNumbers, person: Located, number: string): string[] {
  const phone = parsePhone(number, testNumbers);
  if (typeof phone === "string") return [];
  const { state } = addressData.safeParse(person?.address).data ?? {};
  const statedZone = person?.time_zone ?? undefined;
  return callingZones({ numberZones: phone.zones, addressState: state, statedZone });
}
