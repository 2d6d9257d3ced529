import { type ZodType, z } from "zod";
import {
  callData,
  callListItem,
  callQuery,
  controlBody,
  conversionBody,
  initiateBody,
  initiated,
} from "../src/calls/contract";
import { campaignView, newCampaign } from "../src/campaigns/campaign";
import { haltBody, newSuppression, suppressionSelector } from "../src/compliance/contract";
import { contextBody } from "../src/context/contract";
import { newScript, scriptPatch } from "../src/conversation/script";
import { searchQuery } from "../src/corpus/corpus";
import { phaseBody } from "../src/corpus/migration";
import { newResearch, researchView } from "../src/corpus/research";
import { id } from "../src/ids";
import { licensedAgentPatch, newLicensedAgent } from "../src/licensed-agents/licensed-agent";
import { newProspect, prospectData, prospectView } from "../src/prospects/prospect";
import { job } from "../src/tasks";
import { PAPERS } from "./openapi-papers";
import { list, listOf, type Operation } from "./operation";
import { newKey } from "./routes/api/api-keys";
import { enrichQuery } from "./routes/api/companies";
import { assignBody, resolveBody } from "./routes/api/work-items";
import { clockBody, cronBody } from "./routes/dev";
import { scheduleBody } from "./routes/public/callback";
import { codeBody } from "./routes/public/code";

/** Every route by method and path, with the schemas that its handler checks by. */
export const OPERATIONS: Record<string, Operation> = {
  "POST /call/initiate": {
    summary: "Ask for a call. One call of a prospect in a campaign is open at a time.",
    body: initiateBody,
    answer: initiated,
    status: 202,
  },
  "GET /call": { summary: "Calls, newest first.", query: callQuery, answer: listOf(callListItem) },
  "GET /call/:call_id": { summary: "A call with all that is known of it.", answer: callData },
  "GET /call/:call_id/recording": { summary: "The recording of a call, as audio." },
  "POST /call/:call_id/cancel": {
    summary: "End a call as far as that is possible; 409 if it has ended.",
    answer: callListItem,
    status: 202,
  },
  "GET /call/:call_id/live": { summary: "A WebSocket: state and words of a call as they come." },
  "POST /call/:call_id/control": {
    summary: "Say, whisper, transfer or end, on a live call.",
    body: controlBody,
    status: 202,
  },
  "POST /call/:call_id/conversion": {
    summary: "What became of it: bound or lost.",
    body: conversionBody,
  },
  "POST /api/campaigns": {
    summary: "Add a campaign.",
    body: newCampaign,
    answer: campaignView,
    status: 201,
  },
  "GET /api/campaigns": list("Campaigns.", campaignView),
  "GET /api/campaigns/:id": { summary: "A campaign.", answer: campaignView },
  "GET /api/campaigns/:id/stats": {
    summary: "Outcomes, and what became of the links: clicked, called back, converted.",
  },
  "POST /api/prospects": {
    summary: "Add a prospect.",
    body: newProspect,
    answer: prospectView,
    status: 201,
  },
  "GET /api/prospects": list("Prospects.", prospectView),
  "PATCH /api/prospects/:id": {
    summary: "Correct what is known of a prospect; what is not in the body stays. Not the number.",
    body: prospectData,
    answer: prospectView,
  },
  "GET /api/prospects/:id": { summary: "A prospect.", answer: prospectView },
  "GET /api/suppressions": list("Numbers and addresses that are left alone, by their hashes."),
  "POST /api/suppressions": {
    summary: "Leave a number or an address alone.",
    body: newSuppression,
    status: 201,
  },
  "DELETE /api/suppressions": {
    summary: "Lift suppressions by number, address or id.",
    body: suppressionSelector,
  },
  "DELETE /api/suppressions/:id": { summary: "Lift a suppression." },
  "POST /api/halt": {
    summary: "Stop dialing, sending or both, everywhere or in some states.",
    body: haltBody,
  },
  "POST /api/resume": { summary: "Lift what was stopped.", body: haltBody },
  "GET /api/rules": { summary: "The rules in force, with their sources." },
  "POST /api/research": {
    summary: "Add findings with their sources; told again, one takes the place of the one before.",
    body: newResearch,
    answer: z.object({ items: z.array(z.object({ id })) }),
    status: 202,
  },
  "GET /api/research": list("Findings, newest first.", researchView),
  "GET /api/research/:id": { summary: "A finding.", answer: researchView },
  "GET /api/search": {
    summary:
      "The best of calls, research, companies and emails, by words and meaning. mode=vector&kinds=call answers with similar past calls only (cosine above 0.7).",
    query: searchQuery,
  },
  "GET /api/corpus/migration": {
    summary:
      "How far the vectors are on their way to Pinecone, and what stands before the next step.",
  },
  "POST /api/corpus/migration": {
    summary:
      "Move to a phase: forward one step at a time, if its gate is open (422 gate_closed says why not); back at any time.",
    body: phaseBody,
  },
  "POST /api/context": {
    summary: "What the agent would know in a call with a prospect, within its budget.",
    body: contextBody,
  },
  "GET /api/companies/:id": {
    summary: "A company, each fact that was found with its source, and its last look-up.",
  },
  "POST /api/companies/:id/enrich": {
    summary: "Look a company up, unless what is known is younger than 30 days.",
    query: enrichQuery,
    status: 202,
  },
  "POST /webhooks/postmark": {
    summary: "Postmark tells what became of an email. Basic auth; told twice, it counts once.",
  },
  "POST /webhooks/parallel": { summary: "Parallel tells that a look-up has ended." },
  "GET /api/roadmap": {
    summary:
      "Where the agency stands between ten and ten thousand calls a day, and what to do next.",
  },
  "POST /internal/tasks": {
    summary: "A task, done by the same Worker where it is deployed beside the database.",
    body: job,
  },
  ...PAPERS,
  "POST /api/keys": {
    summary: "Make an API key; it is shown this once.",
    body: newKey,
    status: 201,
  },
  "GET /api/keys": list("API keys, without the keys."),
  "DELETE /api/keys/:id": { summary: "Revoke an API key." },
  "GET /api/failures": list("What could not be done or understood."),
  "DELETE /api/failures/:id": { summary: "Dismiss a failure that needs no second try." },
  "POST /api/failures/:id/retry": { summary: "Try once more.", status: 202 },
  "GET /callback/:token": { summary: "A prospect's page: how shall we talk? HTML." },
  "GET /callback/:token/slots": { summary: "Free times of a callback link." },
  "GET /callback/:token/invite.ics": { summary: "The booked callback for a calendar." },
  "POST /callback/:token/call-now": { summary: "Call the prospect now.", status: 202 },
  "GET /callback/:token/talk": { summary: "Microphone check, the way in, and captions. HTML." },
  "GET /callback/:token/captions": { summary: "What was said so far in a browser call." },
  "GET /assets/:name": { summary: "A script or style of the pages." },
  "POST /callback/:token/talk": { summary: "Make a call that the browser joins.", status: 201 },
  "POST /callback/:token/schedule": {
    summary: "Book a free time, or move the booking to it.",
    body: scheduleBody,
  },
  "POST /callback/:token/cancel": { summary: "Take the booking back." },
  "POST /callback/:token/opt-out": { summary: "Stop all calls and emails to this person." },
  "GET /c": { summary: "Where a spoken code is typed. HTML." },
  "POST /c": {
    summary: "From a code and four digits to the page of its link; five tries an hour.",
    body: codeBody,
    status: 303,
  },
  "GET /u/:token": { summary: "Asks whether to stop emails. HTML." },
  "POST /u/:token": { summary: "Stops emails and calls with one click (RFC 8058)." },
  "GET /api/agents": list("Licensed people of the agency."),
  "POST /api/agents": { summary: "Add a licensed person.", body: newLicensedAgent, status: 201 },
  "PATCH /api/agents": { summary: "Change a licensed person, by id.", body: licensedAgentPatch },
  "GET /api/scripts": list("What the agent says, each script with a preview; defaults first."),
  "POST /api/scripts": {
    summary: "Add a script, or the next version of one.",
    body: newScript,
    status: 201,
  },
  "PATCH /api/scripts": { summary: "The next version of a script.", body: scriptPatch },
  "GET /api/work-items": list("What only a person can do, newest first."),
  "PATCH /api/work-items/:id": {
    summary: "Give it to somebody, or another due time.",
    body: assignBody,
  },
  "POST /api/work-items/:id/resolve": { summary: "Close a work item.", body: resolveBody },
  "POST /vapi/llm/chat/completions": {
    summary:
      "VAPI's custom LLM: OpenAI's chat completions, streamed, with what is known of the caller added. Proof of origin as for webhooks.",
  },
  "POST /vapi/llm/chat/completions/chat/completions": {
    summary: "The same, for where the path is appended to a URL that has it already.",
  },
  "POST /webhooks/vapi": { summary: "VAPI's server messages, with VAPI's own proof of origin." },
  "GET /healthz": { summary: "Whether this runs." },
  "GET /readyz": { summary: "Whether it could work; names what is missing." },
  "GET /api/openapi.json": { summary: "This description." },
  "GET /api/docs": { summary: "This description, for people." },
  "POST /dev/clock": { summary: "Local only: set or advance product time.", body: clockBody },
  "POST /dev/cron": { summary: "Local only: run a cron's work now.", body: cronBody },
};

type Described = { summary: string; [field: string]: unknown };

/** OpenAPI 3.1 of all routes. */
export function openapiDocument() {
  const paths: Record<string, Record<string, Described>> = {};
  for (const [route, operation] of Object.entries(OPERATIONS)) {
    const [method = "", path = ""] = route.split(" ");
    const name = path.replaceAll(/:(\w+)/g, "{$1}");
    paths[name] = { ...paths[name], [method.toLowerCase()]: describe(path, operation) };
  }
  const keyed = { type: "http", scheme: "bearer", description: "An API key." };
  return {
    openapi: "3.1.0",
    info: { title: "Voice agent", version: "1" },
    security: [{ key: [] }],
    components: { securitySchemes: { key: keyed } },
    paths,
  };
}

function describe(
  path: string,
  { summary, body, query, answer, status = 200 }: Operation,
): Described {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => {
    return { name, in: "path", required: true, schema: { type: "string" } };
  });
  const inQuery = Object.entries(query ? properties(query) : {}).map(([name, schema]) => {
    return { name, in: "query", required: false, schema };
  });
  const content = (schema: ZodType) => ({ "application/json": { schema: jsonSchema(schema) } });
  return {
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body && { requestBody: { required: true, content: content(body) } }),
    responses: {
      [status]: { description: "As asked.", ...(answer && { content: content(answer) }) },
      default: {
        description: "A problem (RFC 9457).",
        content: { "application/problem+json": {} },
      },
    },
  };
}

const jsonSchema = (schema: ZodType) =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
const properties = (schema: ZodType) =>
  (jsonSchema(schema) as { properties?: Record<string, unknown> }).properties ?? {};
