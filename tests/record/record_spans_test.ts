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

Deno.test("RecordSpans extends a record to the next one, and the last one by the usual length", () => {
  assert.deepEqual(endsOf([0, 0.1, 0.2]), [0.1, 0.2, 0.3]);
  assert.deepEqual(endsOf([5]), [5.04]);
  assert.deepEqual(endsOf([]), []);
});

Deno.test("RecordSpans ends a record after a second if the next is far away", () => {
  assert.deepEqual(endsOf([0, 0.1, 60.1]), [0.1, 1.1, 60.2]);
});

Deno.test("RecordSpans accepts records that are always far apart", () => {
  assert.deepEqual(endsOf([0, 10, 20, 35]), [10, 20, 35, 46.666667]);
});

Deno.test("RecordSpans starts a new run for another source and when time goes back", () => {
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
