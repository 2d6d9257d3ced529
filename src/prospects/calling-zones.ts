import { callingZones } from "../compliance/zones";
import { parsePhone, type TestNumbers } from "./phone";
import { addressData } from "./prospect";

type Located = { address: unknown; time_zone: string | null } | undefined;

/** The zones in which it must be calling time for somebody: by address, by statement and by number. */
export function zonesOfPerson(testNumbers: TestNumbers, person: Located, number: string): string[] {
  const phone = parsePhone(number, testNumbers);
  if (typeof phone === "string") return [];
  const { state } = addressData.safeParse(person?.address).data ?? {};
  const statedZone = person?.time_zone ?? undefined;
  return callingZones({ numberZones: phone.zones, addressState: state, statedZone });
}
