import type { EffectiveDates } from "./effective-dates";
import type { LocalWindow } from "./local-windows";

export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Calling windows in the called party's local time; null for a day without one. */
export type Week = Record<Weekday, LocalWindow | null>;

/** At most so many attempts per rolling window, whatever number and campaign. */
export type AttemptCap = { max: number; windowHours: number };

/** Whether a voicemail may be left: yes, only with a permit of the state, or never. */
export type VoicemailPermission = "allowed" | "permit" | "never";

/** What a law says on a subject, with its source and dates. Of several, the strictest binds. */
export type Provision<Value> = EffectiveDates & { value: Value; source: string };

/** The subjects of a state's law, and what it can say on each. */
export type Subjects = {
  windows: Week;
  /** Local dates such as 2026-12-25 on which nobody is called. */
  closedOn: string[];
  attempts: AttemptCap;
  voicemail: VoicemailPermission;
};
export type Jurisdiction = { [Subject in keyof Subjects]: Provision<Subjects[Subject]>[] };

/** The law by state, in two letters. The default binds on what a state's entry leaves out. */
export type Jurisdictions = {
  default: Jurisdiction;
  states: Record<string, Partial<Jurisdiction>>;
};

const hours = (from: number, until: number): LocalWindow => ({
  from: from * 60,
  until: until * 60,
});

const SAFE_WEEK: Week = {
  sun: hours(12, 20),
  mon: hours(9, 20),
  tue: hours(9, 20),
  wed: hours(9, 20),
  thu: hours(9, 20),
  fri: hours(9, 20),
  sat: hours(9, 20),
};

/** For states that add nothing to federal law. */
const federalVoicemail: Provision<VoicemailPermission> = {
  value: "allowed",
  source: "No rule beyond federal law found.",
  effectiveFrom: "2013-10-16",
};

/**
 * The law in force. The default is the safe one. A voicemail needs written consent for AI voice
 * calls everywhere (47 CFR 64.1200(a)(3), (b)(3)). None is left in a state that is not listed:
 * Washington bans announcing devices for commercial solicitation (RCW 80.36.400), Oklahoma allows
 * them on written request only (15 O.S. 755.1).
 */
export const JURISDICTIONS: Jurisdictions = {
  default: {
    windows: [
      {
        value: SAFE_WEEK,
        source:
          "47 CFR 64.1200(c)(1): 8 a.m. to 9 p.m.; FL §501.616, OK HB 3168 and 15 O.S. 775C.5, " +
          "MD §14-4502: until 8 p.m.; OK from 9 a.m.; TX B&C §301.051: Sundays from noon.",
        effectiveFrom: "2024-01-01",
      },
    ],
    closedOn: [],
    attempts: [
      {
        value: { max: 3, windowHours: 24 },
        source: "FL §501.616(6), OK HB 3168, MD §14-4502.",
        effectiveFrom: "2024-01-01",
      },
    ],
    voicemail: [
      {
        value: "never",
        source: "A state whose rule is not verified.",
        effectiveFrom: "2013-10-16",
      },
    ],
  },
  states: {
    CA: {
      voicemail: [
        {
          value: "allowed",
          source: "PUC 2874: artificial voice with notice; the message says what it is.",
          effectiveFrom: "2025-01-01",
        },
      ],
    },
    FL: {
      voicemail: [
        {
          value: "allowed",
          source: "501.616(6): automated calls with prior written consent.",
          effectiveFrom: "2021-07-01",
        },
      ],
    },
    IL: { voicemail: [federalVoicemail] },
    MD: {
      voicemail: [
        {
          value: "allowed",
          source: "Com. Law 14-4502: automated calls with prior written consent.",
          effectiveFrom: "2024-01-01",
        },
      ],
    },
    NY: { voicemail: [federalVoicemail] },
    TX: { voicemail: [federalVoicemail] },
  },
};
