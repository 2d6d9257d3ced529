import { z } from "zod";
import { CAMPAIGN_CHANNELS, CAMPAIGN_STATUSES } from "../db/campaigns";
import { id } from "../ids";
import { isoTime } from "../time";

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:30");

/** How a campaign runs. A setting that is left out follows the agency's defaults and the law. */
export const campaignSettings = z
  .strictObject({
    days: z
      .array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
      .max(7)
      .optional(),
    start_local: localTime.optional(),
    end_local: localTime.optional(),
    concurrency: z.number().int().min(1).max(500).optional(),
    calls_per_minute: z.number().int().min(1).max(1_000).optional(),
    attempts_max: z.number().int().min(1).max(3).optional(),
    cadence: z.unknown().optional(),
    caller_ids: z.array(z.string().max(64)).max(100).optional(),
    voicemail: z.enum(["tts", "audio", "off"]).optional(),
    voicemail_audio_url: z.url().optional(),
    review: z.enum(["manual", "automatic"]).optional(),
    release: z.enum(["licensed", "automatic"]).optional(),
    personalization: z.unknown().optional(),
  })
  .meta({ id: "CampaignSettings" });

const campaign = z.strictObject({
  id: id.optional(),
  name: z.string().trim().min(1).max(200),
  channel: z.enum(CAMPAIGN_CHANNELS),
  campaign_type: z.string().max(100).optional(),
  script_id: id.optional(),
  prospect_ids: z.array(id).max(10_000).optional(),
  settings: campaignSettings.optional(),
});
const EXAMPLE = {
  id: "spring-renewals",
  name: "Spring renewals",
  channel: "voice",
  campaign_type: "COLD_CAMPAIGN",
  prospect_ids: ["jo-miller"],
  settings: { days: ["mon", "tue"], start_local: "10:00", end_local: "16:00", attempts_max: 3 },
};

/** Body of `POST /api/campaigns`. */
export const newCampaign = campaign.meta({ id: "NewCampaign", examples: [EXAMPLE] });
export type NewCampaign = z.infer<typeof newCampaign>;

export const campaignView = campaign
  .extend({
    id,
    status: z.enum(CAMPAIGN_STATUSES),
    created_at: isoTime,
  })
  .meta({
    id: "Campaign",
    examples: [{ ...EXAMPLE, status: "draft", created_at: "2026-11-24T15:00:00.000Z" }],
  });
export type CampaignView = z.infer<typeof campaignView>;

const count = z.number().int();
const rate = z.number().nullable();
/** Answer of `GET /api/campaigns/{id}/stats`: rates are shares of the links, null without any. */
export const campaignStatsView = z
  .object({
    campaign_id: id,
    outcomes: z.record(z.string(), count).meta({ description: "Calls by outcome, or `open`." }),
    voicemails: z.object({
      links: count,
      delivered: count,
      emailed: count,
      clicked: count,
      called_back: count,
      conversations: count,
      converted: count,
      time_to_callback_seconds_median: z.number().nullable(),
      click_rate: rate,
      callback_rate: rate,
      conversion_rate: rate,
    }),
    machine_detection: z.object({
      heard_by_provider: count,
      person_by_words: count,
    }),
  })
  .meta({
    id: "CampaignStats",
    examples: [
      {
        campaign_id: "spring-renewals",
        outcomes: { conversation: 12, voicemail_left: 20, open: 3 },
        voicemails: {
          links: 20,
          delivered: 20,
          emailed: 18,
          clicked: 6,
          called_back: 4,
          conversations: 3,
          converted: 1,
          time_to_callback_seconds_median: 5400,
          click_rate: 0.3,
          callback_rate: 0.2,
          conversion_rate: 0.05,
        },
        machine_detection: { heard_by_provider: 20, person_by_words: 1 },
      },
    ],
  });
