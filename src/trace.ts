import { z } from "zod";

/** A place in a distributed trace (W3C Trace Context, https://www.w3.org/TR/trace-context/). */
export type Trace = { traceId: string; spanId: string; sampled: boolean };

const HEADER = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent` header of this or a later version; nothing if it is malformed. */
export function parseTraceparent(header: string | undefined): Trace | undefined {
  const [, version = "", traceId = "", spanId = "", flags = "", more] =
    HEADER.exec(header ?? "") ?? [];
  const isNone = /^0*$/.test(traceId) || /^0*$/.test(spanId);
  if (isNone || version === "ff" || (version === "00" && more !== undefined)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export const formatTraceparent = ({ traceId, spanId, sampled }: Trace): string =>
  `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`;

/** The trace of work that nobody sent a trace with; `newId` gives UUIDs. */
export function newTrace(newId: () => string): Trace {
  const traceId = newId().replaceAll("-", "");
  const spanId = newId().replaceAll("-", "").slice(0, 16);
  return { traceId, spanId, sampled: false };
}

/** What a log entry says of a trace. */
export function traceFields(traceparent: string | undefined): { trace_id?: string } {
  const trace = parseTraceparent(traceparent);
  return trace ? { trace_id: trace.traceId } : {};
}

/** A `traceparent` in a message or row; one that is malformed is as good as absent. */
export const traceparent = z
  .string()
  .refine((text) => parseTraceparent(text) !== undefined)
  .optional()
  .catch(undefined);
