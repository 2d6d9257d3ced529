import { callingZones } from "../compliance/zones";
import { parsePhone, type TestNumbers } from "./phone";
import { addressData } from "./prospect";

type ProspectLocation = { address: unknown; time_zone: string | null } | undefined;

/**
 * The IANA zones in which it must be calling time for a person: those of their address, their
 * stated time zone and their number. Empty if the number cannot be called.
 */
export function zonesOfPerson(
  testNumbers: TestNumbers,
  person: ProspectLocation,
  number: string,
): string[] {
  const phone = parsePhone(number, testNumbers);
  if (typeof phone === "string") return [];
  const { state } = addressData.safeParse(person?.address).data ?? {};
  const statedZone = person?.time_zone ?? undefined;
  return callingZones({ numberZones: phone.zones, addressState: state, statedZone });
}
