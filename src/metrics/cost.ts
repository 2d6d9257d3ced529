/** What one call uses of each service. */
export type Usage = {
  requests: number;
  objectRequests: number;
  rowsWritten: number;
  queueOperations: number;
  r2Writes: number;
  databaseQueries: number;
  embeddingTokens: number;
  modelInputTokens: number;
  modelOutputTokens: number;
  /** Minutes that the line was connected. */
  voiceMinutes: number;
};

/**
 * Prices in dollars. Cloudflare, Neon and Workers AI: their price lists as of 2026-08. Voice and
 * model: list prices, to be replaced by those of the agency's own contracts.
 */
export const PRICES = {
  request: 0.3e-6,
  objectRequest: 0.15e-6,
  rowWritten: 1e-6,
  queueOperation: 0.4e-6,
  r2Write: 4.5e-6,
  embeddingToken: 0.204e-6,
  /** One compute unit, always on: $0.106 an hour. It serves about 100 queries a second. */
  databaseMonth: 0.106 * 730,
  modelInputToken: 0.15e-6,
  modelOutputToken: 0.6e-6,
  /** Per minute: the fees of VAPI, Deepgram, ElevenLabs and the carrier. */
  voiceMinute: { vapi: 0.05, transcriber: 0.01, voice: 0.036, carrier: 0.014 },
  workersMonth: 5,
} as const;

/** The cost of 1,000 calls in dollars, by infrastructure, model and voice. */
export function costOfThousand(usage: Usage) {
  const infrastructure =
    1_000 *
    (usage.requests * PRICES.request +
      usage.objectRequests * PRICES.objectRequest +
      usage.rowsWritten * PRICES.rowWritten +
      usage.queueOperations * PRICES.queueOperation +
      usage.r2Writes * PRICES.r2Write +
      usage.embeddingTokens * PRICES.embeddingToken);
  const model =
    1_000 *
    (usage.modelInputTokens * PRICES.modelInputToken +
      usage.modelOutputTokens * PRICES.modelOutputToken);
  const minute = Object.values(PRICES.voiceMinute).reduce((sum, price) => sum + price, 0);
  const voice = 1_000 * usage.voiceMinutes * minute;
  return { infrastructure, model, voice, total: infrastructure + model + voice };
}

/** The planned monthly cost in dollars at each stage, by calls a day. */
const STAGES = [
  { stage: "MVP", callsADay: 50, from: 200, to: 300 },
  { stage: "Scaling", callsADay: 500, from: 500, to: 1_000 },
  { stage: "Production scale", callsADay: 1_000, from: 1_500, to: 2_000 },
] as const;
const WORKDAYS = 22;

/** The monthly cost at each stage, without and with voice minutes, next to the planned one. */
export function months(usage: Usage) {
  const thousand = costOfThousand(usage);
  return STAGES.map(({ stage, callsADay, from, to }) => {
    const thousands = (callsADay * WORKDAYS) / 1_000;
    const fixed = PRICES.workersMonth + PRICES.databaseMonth;
    const platform = fixed + thousands * (thousand.infrastructure + thousand.model);
    return {
      stage,
      calls_a_day: callsADay,
      platform_usd: Math.round(platform),
      with_voice_usd: Math.round(platform + thousands * thousand.voice),
      estimate_usd: `${from}-${to}`,
    };
  });
}
