import type { Agency, Person } from "../conversation/script";
import { phoneText } from "../formats";
import { greeting, renderEmail } from "./layout";

/** When the agency says that coverage is bound. */
export function onboardingEmail(agency: Agency, person: Person, links: { pixel: string }) {
  const { companyName, tollFreeNumber, postalAddress } = agency;
  return renderEmail({
    subject: `Welcome to ${companyName}`,
    companyName,
    paragraphs: [
      greeting(person),
      "Welcome! Your coverage is active. The insurer will send you your policy. Keep it, and check that the named insureds and addresses are correct.",
      `To report a claim, make a change, or request a certificate of insurance, call us at ${phoneText(tollFreeNumber)}. In an emergency, call 911 first.`,
      companyName,
    ],
    smallPrint: [
      `You're receiving this because you're a customer of ${companyName}.`,
      postalAddress,
    ],
    pixelUrl: links.pixel,
  });
}
