import { z } from "zod";
import { CAMPAIGN_TYPES } from "../db/conversation";
import { COVERAGES } from "../db/rating";
import { id } from "../ids";
import type { ProspectView } from "../prospects/prospect";

/** Who calls: configuration of the agency, never a literal. */
export type Agency = {
  companyName: string;
  agentName: string;
  tollFreeNumber: string;
  optOutNumber: string;
  postalAddress: string;
};

/** Whom we call, as far as it may be said on the phone. */
export type Person = {
  name?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  companyName?: string | null | undefined;
  industry?: string | null | undefined;
  notes?: string | null | undefined;
  /** What was promised to them, which this call keeps. */
  promise?: string | undefined;
};

/** A prospect as far as the assistant may know and say. */
export const personFor = (found: ProspectView): Person => ({
  name: found.name,
  firstName: found.first_name,
  lastName: found.last_name,
  companyName: found.company?.name,
  industry: found.company?.industry,
  notes: found.notes,
});

export type CampaignType = (typeof CAMPAIGN_TYPES)[number];

/** How each line of business is said and written. */
export const COVERAGE_NAMES: Record<(typeof COVERAGES)[number], string> = {
  general_liability: "general liability",
  commercial_property: "commercial property",
  workers_compensation: "workers' compensation",
  cyber: "cyber",
  commercial_auto: "commercial auto",
  professional_liability: "professional liability",
  business_owners: "business owner's",
  group_health: "group health",
};
/** The name of a line of business, as "general liability"; an unknown one is spelled out. */
export const coverageName = (coverage: string): string =>
  Object.entries(COVERAGE_NAMES).find(([known]) => known === coverage)?.[1] ??
  coverage.replaceAll("_", " ");

const line = z.string().trim().min(1).max(1_000);

/** What a script says. `{{…}}` stand for agent, agency, first_name, company and coverage. */
export const scriptContent = z
  .strictObject({
    /** The first sentence: who, that it is an AI, for whom, that it is recorded, how to make it stop. */
    disclosure: line,
    opening: line,
    goal: line,
    questions: z.array(line).min(1).max(20),
    objections: z.array(z.strictObject({ when: line, say: line })).max(20),
    closing: line,
    /** Topics that are never touched, besides those that never are. */
    forbidden: z.array(line).max(20).optional(),
  })
  .meta({
    id: "ScriptContent",
    description:
      "`{{agent}}`, `{{agency}}`, `{{first_name}}`, `{{company}}`, `{{coverage}}` are filled in.",
  });
export type ScriptContent = z.infer<typeof scriptContent>;

const script = z.strictObject({
  id: id.optional(),
  name: z.string().trim().min(1).max(200),
  campaign_type: z.enum(CAMPAIGN_TYPES).optional(),
  coverage: z.enum(COVERAGES).optional(),
  content: scriptContent,
});
const EXAMPLE = {
  id: "spring-renewals",
  name: "Spring renewals",
  campaign_type: "COLD_CAMPAIGN",
  coverage: "general_liability",
  content: {
    disclosure:
      "Hi, this is {{agent}}, an AI assistant for {{agency}}. This call is recorded; say stop at any time.",
    opening: "Do you have a minute to talk about your liability insurance?",
    goal: "Find out when the policy renews, and offer a quote.",
    questions: ["When does your policy renew?"],
    objections: [{ when: "no time", say: "Of course. When would suit you better?" }],
    closing: "Thank you for your time.",
  },
};

/** Body of `POST /api/scripts`: a new script, or the next version of one. */
export const newScript = script.meta({ id: "NewScript", examples: [EXAMPLE] });
/** Body of `PATCH /api/scripts`: what is new in the next version. */
export const scriptPatch = script
  .partial()
  .extend({ id })
  .meta({ id: "ScriptPatch", examples: [{ id: "spring-renewals", name: "Spring renewals, FL" }] });

export type Script = {
  id: string;
  version: number;
  name: string;
  campaign_type: CampaignType | null;
  coverage: (typeof COVERAGES)[number] | null;
  content: ScriptContent;
};

/** A script with how it sounds for somebody. */
export const scriptView = z
  .object({
    id: z.string(),
    version: z.number().int(),
    name: z.string(),
    campaign_type: z.enum(CAMPAIGN_TYPES).nullable(),
    coverage: z.string().nullable(),
    content: scriptContent,
    preview: z.object({ first_message: z.string(), prompt: z.string() }),
  })
  .meta({
    id: "Script",
    examples: [
      {
        ...EXAMPLE,
        version: 2,
        preview: { first_message: "Hi, this is Jennifer, …", prompt: "You are Jennifer, …" },
      },
    ],
  });

/** What a disclosure must say, whatever else it says. */
const MUST_SAY: [RegExp, string][] = [
  [/\bAI\b|artificial intelligence/i, "that it is an AI"],
  [/\{\{agency\}\}/, "the agency's name, as {{agency}}"],
  [/record/i, "that the call is recorded"],
  [/stop|take you off|opt out/i, "how to make the calls stop"],
];
/** What no script may say: promises and advice are a licensed person's. */
const MUST_NOT_SAY =
  /\b(?:guarantee\w*|save (?:you )?(?:up to )?\d+|\d+ ?(?:%|percent) (?:less|cheaper|off)|you are covered|I (?:can )?bind|not an AI|real person|human being)\b/i;

/** What is wrong with a script, by path; nothing if it may be spoken. */
export function scriptProblems(content: ScriptContent): { path: string; message: string }[] {
  const missing = MUST_SAY.filter(([pattern]) => !pattern.test(content.disclosure)).map(
    ([, what]) => ({ path: "content.disclosure", message: `must say ${what}` }),
  );
  const said = [
    ["disclosure", content.disclosure],
    ["opening", content.opening],
    ["closing", content.closing],
    ...content.objections.map(({ say }, index) => [`objections.${index}.say`, say]),
  ];
  const wrong = said
    .filter(([, text = ""]) => MUST_NOT_SAY.test(text))
    .map(([path]) => ({
      path: `content.${path}`,
      message: "makes a promise or claim that a script may not make",
    }));
  return [...missing, ...wrong];
}
