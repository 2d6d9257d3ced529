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

/**
 * What a task needs: a call that connected, a conversation, its extraction, or a released document.
 */
type Need = "line" | "conversation" | "extraction" | "release";

/** Every task that runs after a call. A new task is a new file and one line here. */
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

/** The name of a task, as in the queue and the API. */
export type TaskName = keyof typeof tasks;
const names = Object.keys(tasks) as TaskName[];

/** The work item for a failed task whose result a person waits for. */
export const FAILURE_ITEMS: Partial<Record<TaskName, WorkItemKind>> = {
  fill_document: "lost_fill_document",
  fill_web_form: "lost_fill_web_form",
  deliver: "lost_deliver",
};

/** The tasks to queue when a call ends. `talked`: there was a conversation. */
export const tasksAfter = (talked: boolean): TaskName[] =>
  names.filter(
    (name) => tasks[name].needs === "line" || (talked && tasks[name].needs === "conversation"),
  );

/** A message of the queue: one task of one call, and the W3C trace that it continues. */
export const job = z.object({ task: z.enum(names), callId: z.string(), traceparent });
export type Job = z.infer<typeof job>;
