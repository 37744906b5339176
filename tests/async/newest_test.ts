import { Newest } from "../../src/async/newest.ts";
import assert from "node:assert/strict";

Deno.test("Newest.take() returns the newest item once and counts replaced ones", async () => {
  const newest = new Newest<string>();
  assert.equal(newest.put("a"), undefined);
  assert.equal(newest.put("b"), "a");
  assert.equal(await newest.take(), "b");
  const next = newest.take();
  newest.put("c");
  assert.equal(await next, "c");
  assert.deepEqual([newest.taken, newest.dropped], [2, 1]);
});

Deno.test("Newest.take() returns the last item, then the end or its error", async () => {
  const ended = new Newest<string>();
  ended.put("last");
  ended.close();
  assert.deepEqual([await ended.take(), await ended.take()], ["last", undefined]);
  const failed = new Newest<string>();
  failed.put("last");
  failed.close({ error: new Error("gone") });
  assert.equal(await failed.take(), "last");
  await assert.rejects(() => failed.take(), /gone/);
  const waiting = new Newest<string>();
  const next = waiting.take();
  waiting.close();
  assert.equal(await next, undefined);
});

Deno.test("Newest.take() ends with the signal without losing an item", async () => {
  const newest = new Newest<string>();
  const stop = new AbortController();
  const next = newest.take(stop.signal);
  stop.abort(new Error("stop"));
  await assert.rejects(next, /stop/);
  newest.put("a");
  await assert.rejects(() => newest.take(stop.signal), /stop/);
  assert.equal(await newest.take(), "a");
});
