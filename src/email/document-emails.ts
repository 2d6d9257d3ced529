import type { Agency, Person } from "../conversation/script";
import { nameOf } from "../prospects/prospect";
import { renderEmail } from "./layout";

type Kind = "quote" | "proposal";
type Links = { open: string; pixel: string; unsubscribe?: string | undefined };
type About = {
  kind: Kind;
  premium: string | undefined;
  validUntil: string | undefined;
  /** Whether a person looked at it before it left. */
  checked: boolean;
};

const hello = (person: Person) => {
  const name = person.firstName ?? nameOf(person);
  return `Hello${name ? ` ${name}` : ""},`;
};
const why = (agency: Agency) =>
  `You get this because you asked ${agency.companyName} for it. ${agency.postalAddress}`;
const NOT_BOUND =
  "It is an estimate, not a binder: no coverage is bound by it, nor by signing it. Signing asks us to proceed.";

/** The quote or proposal that somebody asked for, with the PDF attached. */
export function documentEmail(agency: Agency, person: Person, about: About, links: Links) {
  const { kind, premium, validUntil, checked } = about;
  const company = person.companyName ? ` for ${person.companyName}` : "";
  return {
    subject: `Your ${kind}${company} from ${agency.companyName}`,
    ...renderEmail({
      lines: [
        hello(person),
        `Here is the ${kind} that you asked for when we spoke${checked ? ", checked by a licensed person of our agency" : ""}.`,
        ...(premium
          ? [
              `Estimated premium for one year: ${premium}${validUntil ? `, valid until ${validUntil}` : ""}.`,
            ]
          : []),
        "The PDF is attached. Behind this link you can read, sign or decline it, ask a question, or have us call you:",
        links.open,
        `The link is yours alone and works for 30 days. ${NOT_BOUND}`,
        `${agency.agentName}, AI assistant of ${agency.companyName}, ${agency.tollFreeNumber}`,
      ],
      button: { url: links.open, label: `Open your ${kind}` },
      small: [why(agency)],
      pixelUrl: links.pixel,
    }),
  };
}

/**
 * The link alone, to an address that was said on the telephone and may be somebody else's: nothing in it
 * tells who asked, nor what it costs.
 */
export function verificationEmail(agency: Agency, kind: Kind, links: Links) {
  return {
    subject: `The ${kind} that you asked ${agency.companyName} for`,
    ...renderEmail({
      lines: [
        "Hello,",
        `In a call with us somebody asked for a ${kind} and gave this address. If that was you, open it here; the last four digits of your telephone number, as we have it, show that it is yours:`,
        links.open,
        `If it was not you, you need not do anything: the link shows nothing of anybody, and you hear no more of it.`,
        `${agency.agentName}, AI assistant of ${agency.companyName}, ${agency.tollFreeNumber}`,
      ],
      button: { url: links.open, label: `Open the ${kind}` },
      small: [`${agency.companyName}, ${agency.postalAddress}`],
      pixelUrl: links.pixel,
    }),
  };
}

/** Three days later, if they neither signed nor declined. */
export function reminderEmail(
  agency: Agency,
  person: Person,
  { kind }: Pick<About, "kind">,
  links: Links,
) {
  return {
    subject: `Did you have a look at your ${kind}?`,
    ...renderEmail({
      lines: [
        hello(person),
        `A few days ago we sent you the ${kind} that you had asked for. If something is missing or unclear, tell us behind this link, or decline it and you will hear no more of it:`,
        links.open,
        `${agency.agentName}, AI assistant of ${agency.companyName}, ${agency.tollFreeNumber}`,
      ],
      button: { url: links.open, label: `Open your ${kind}` },
      small: [why(agency)],
      unsubscribeUrl: links.unsubscribe,
      pixelUrl: links.pixel,
    }),
  };
}

/** At once after they signed: their copy, and how it goes on. */
export function signedCopyEmail(
  agency: Agency,
  person: Person,
  { kind }: Pick<About, "kind">,
  links: Links & { verify: string },
) {
  return {
    subject: `Signed: your ${kind} from ${agency.companyName}`,
    ...renderEmail({
      lines: [
        hello(person),
        `Thank you: you asked us to proceed with your ${kind}. Your signed copy is attached; nothing is bound yet.`,
        "A licensed person prepares the application with you now. Your sign-up goes on here:",
        links.open,
        `Whoever has the PDF can see there whether it is unchanged: ${links.verify}`,
        `${agency.agentName}, AI assistant of ${agency.companyName}, ${agency.tollFreeNumber}`,
      ],
      button: { url: links.open, label: "Go on with your sign-up" },
      small: [why(agency)],
      pixelUrl: links.pixel,
    }),
  };
}

/** When the agency says that coverage is bound. */
export function onboardingEmail(agency: Agency, person: Person, links: Pick<Links, "pixel">) {
  return {
    subject: `Welcome to ${agency.companyName}`,
    ...renderEmail({
      lines: [
        hello(person),
        `Welcome: your coverage is with us now. Your policy comes from the insurer; keep it, and look whether the insured names and addresses in it are right.`,
        `To report a claim, to change something or for a certificate of insurance, call ${agency.tollFreeNumber}. In an emergency call the emergency services first.`,
        agency.companyName,
      ],
      small: [why(agency)],
      pixelUrl: links.pixel,
    }),
  };
}
