import { z } from "zod";
import { CAMPAIGN_CHANNELS, CAMPAIGN_STATUSES } from "../db/campaigns";
import { id } from "../ids";

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:30");

/** How a campaign runs. A setting that is left out follows the agency's defaults and the law. */
export const campaignSettings = z.strictObject({
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
});

/** Body of `POST /api/campaigns`. */
export const newCampaign = z.strictObject({
  id: id.optional(),
  name: z.string().trim().min(1).max(200),
  channel: z.enum(CAMPAIGN_CHANNELS),
  campaign_type: z.string().max(100).optional(),
  script_id: id.optional(),
  prospect_ids: z.array(id).max(10_000).optional(),
  settings: campaignSettings.optional(),
});
export type NewCampaign = z.infer<typeof newCampaign>;

/** A campaign as the API returns it. */
export const campaignView = newCampaign.extend({
  id,
  status: z.enum(CAMPAIGN_STATUSES),
  created_at: z.string(),
});
export type CampaignView = z.infer<typeof campaignView>;
