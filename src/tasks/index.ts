import { z } from "zod";
import { traceparent } from "../trace";
import type { WorkItemKind } from "../work-items/kinds";
import { deliver } from "./deliver";
import { embedTranscript } from "./embed-transcript";
import { extract } from "./extract";
import { fillDocuments } from "./fill-document";
import { fillWebForm } from "./fill-web-form";
import { keepReport } from "./keep-report";
import { metrics } from "./metrics";
import { refreshCallerContext } from "./refresh-context";
import { summarise } from "./summarise";
import type { Task } from "./task";

/** What must have happened: a line that came up, words that were said, what was made of them, a release. */
type Need = "line" | "conversation" | "extraction" | "release";

/** All that happens after a call. A new task is a new file and one line here. */
export const tasks = {
  keep_report: { run: keepReport, needs: "line" },
  metrics: { run: metrics, needs: "line" },
  refresh_context: { run: refreshCallerContext, needs: "line" },
  embed_transcript: { run: embedTranscript, needs: "conversation" },
  extract: { run: extract, needs: "conversation" },
  fill_document: { run: fillDocuments, needs: "extraction" },
  fill_web_form: { run: fillWebForm, needs: "extraction" },
  deliver: { run: deliver, needs: "release" },
  summarise: { run: summarise, needs: "conversation" },
} satisfies Record<string, { run: Task; needs: Need }>;

export type TaskName = keyof typeof tasks;
const names = Object.keys(tasks) as TaskName[];

/** The work item of a task that failed for good while somebody waits for its result. */
export const FAILURE_ITEMS: Partial<Record<TaskName, WorkItemKind>> = {
  fill_document: "lost_fill_document",
  fill_web_form: "lost_fill_web_form",
  deliver: "lost_deliver",
};

/** What is to be done after a call: all of it after a conversation, little when a machine heard us. */
export const tasksAfter = (talked: boolean): TaskName[] =>
  names.filter(
    (name) => tasks[name].needs === "line" || (talked && tasks[name].needs === "conversation"),
  );

/** One message of the queue: one task of one call, and the trace that it continues (W3C). */
export const job = z.object({ task: z.enum(names), callId: z.string(), traceparent });
export type Job = z.infer<typeof job>;
