import { isOfficeOpen } from "../src/callbacks/slots";
import { parseLicenses } from "../src/documents/decision";
import { zoneName } from "../src/formats";
import { lazy } from "../src/lazy";
import { signingKey } from "../src/pdf/signing-key";
import type { Settings } from "./adapters/settings";
import { now } from "./platform/clock";

/** Who the agency is: names, numbers, hours and licenses, from the settings. */
export function agency({ config, need }: Settings) {
  return {
    agency: lazy(() => ({
      companyName: need("COMPANY_NAME"),
      agentName: need("AGENT_NAME"),
      tollFreeNumber: need("TOLL_FREE_NUMBER"),
      optOutNumber: need("OPT_OUT_NUMBER"),
      postalAddress: need("POSTAL_ADDRESS"),
    })),
    /** The agency's own knowledge, for the corpus. */
    agencyFacts: () => ({
      companyName: need("COMPANY_NAME"),
      tollFreeNumber: need("TOLL_FREE_NUMBER"),
      postalAddress: need("POSTAL_ADDRESS"),
      transferNumber: config.TRANSFER_NUMBER,
      officeHours: `Monday to Friday, 9 a.m. to 5 p.m. ${zoneName(need("AGENCY_TIME_ZONE"), now())}`,
    }),
    agencyZone: () => need("AGENCY_TIME_ZONE"),
    officeOpen: () => isOfficeOpen(need("AGENCY_TIME_ZONE"), now()),
    agencyLicenses: parseLicenses(config.AGENCY_LICENSES),
    /** The organizer of meetings. */
    organizer: () => need("EMAIL_FROM"),
    /** The key that signs documents' PDFs. */
    sealKey: lazy(() => signingKey(need("LINK_SIGNING_KEY"), need("COMPANY_NAME"))),
    researchCapMicros: () => need("PARALLEL_DAILY_CAP_USD") * 1_000_000,
  };
}
