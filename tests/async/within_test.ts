import { within } from "../../src/async/within.ts";
import assert from "node:assert/strict";

const never = new Promise<never>(() => {});

Deno.test("within() gives what comes in time, an error too", async () => {
  assert.equal(await within(Promise.resolve("in time"), 60_000), "in time");
  await assert.rejects(() => within(Promise.reject(new Error("gone")), 60_000), /gone/);
});

Deno.test("within() gives nothing when the time is over, or the signal fires", async () => {
  assert.equal(await within(never, 10), undefined);
  assert.equal(await within(never, 60_000, AbortSignal.abort()), undefined);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 10);
  assert.equal(await within(never, 60_000, stop.signal), undefined);
});

Deno.test("within() lets a promise that comes too late fail in silence", async () => {
  const late = Promise.withResolvers<never>();
  assert.equal(await within(late.promise, 1), undefined);
  late.reject(new Error("too late"));
  await new Promise((resolve) => setTimeout(resolve, 1));
});
