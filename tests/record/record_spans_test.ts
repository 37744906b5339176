import assert from "node:assert/strict";
import { RecordSpans } from "../../src/record/record_spans.ts";
import { recordAt } from "../support/records.ts";

/** The ends of the spans of records at these times, to a microsecond. */
function endsOf(times: number[]): number[] {
  const spans = new RecordSpans();
  return [...times.map((time) => spans.add(recordAt(time))), spans.finish()]
    .filter((span) => span !== undefined)
    .map(({ end }) => Number(end.toFixed(6)));
}

Deno.test("RecordSpans lets a record hold until the next, and the last as long as the others", () => {
  assert.deepEqual(endsOf([0, 0.1, 0.2]), [0.1, 0.2, 0.3]);
  assert.deepEqual(endsOf([5]), [5.04]);
  assert.deepEqual(endsOf([]), []);
});

Deno.test("RecordSpans ends a record after a second where the next is far off", () => {
  assert.deepEqual(endsOf([0, 0.1, 60.1]), [0.1, 1.1, 60.65]);
});

Deno.test("RecordSpans takes records that are always far apart as they are", () => {
  assert.deepEqual(endsOf([0, 10, 20, 35]), [10, 20, 35, 46.666667]);
});

Deno.test("RecordSpans counts a new run for another source and for a time before the last", () => {
  const spans = new RecordSpans();
  const records = [recordAt(0), recordAt(0.5), recordAt(0), { ...recordAt(0), source: "b.mp4" }];
  const found = [...records.map((record) => spans.add(record)), spans.finish()];
  assert.deepEqual(found.map((span) => span && [span.run, span.end]), [
    undefined,
    [0, 0.5],
    [0, 1],
    [1, 0.04],
    [2, 0.04],
  ]);
});
