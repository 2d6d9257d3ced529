import fc from "fast-check";
import { expect, test } from "vitest";
import { formatTraceparent, newTrace, parseTraceparent, traceparent } from "../../src/trace";

const TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN_ID = "00f067aa0ba902b7";

test("a traceparent is read as the W3C writes it, of later versions too", () => {
  const trace = { traceId: TRACE_ID, spanId: SPAN_ID, sampled: true };
  expect(parseTraceparent(`00-${TRACE_ID}-${SPAN_ID}-01`)).toEqual(trace);
  expect(parseTraceparent(`00-${TRACE_ID}-${SPAN_ID}-02`)).toEqual({ ...trace, sampled: false });
  expect(parseTraceparent(`cc-${TRACE_ID}-${SPAN_ID}-01-what-the-future-holds`)).toEqual(trace);
});

test.each([
  ["nothing", undefined],
  ["another form", "nonsense"],
  ["a version that is none", `ff-${TRACE_ID}-${SPAN_ID}-01`],
  ["more than version 00 has", `00-${TRACE_ID}-${SPAN_ID}-01-more`],
  ["capital letters", `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`],
  ["a trace of zeros", `00-${"0".repeat(32)}-${SPAN_ID}-01`],
  ["a span of zeros", `00-${TRACE_ID}-${"0".repeat(16)}-01`],
  ["a short trace", `00-${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
])("%s is no traceparent, and a message that brings it is taken without", (_, header) => {
  expect(parseTraceparent(header)).toBeUndefined();
  expect(traceparent.parse(header)).toBeUndefined();
});

test("a trace that is written is read as the same trace", () => {
  const ids = fc.uuid({ version: 4 });
  fc.assert(
    fc.property(ids, fc.boolean(), (id, sampled) => {
      const trace = { ...newTrace(() => id), sampled };
      expect(parseTraceparent(formatTraceparent(trace))).toEqual(trace);
    }),
  );
});
