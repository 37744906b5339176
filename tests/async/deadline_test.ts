import { abortable } from "../../src/async/abortable.ts";
import { deadline } from "../../src/async/deadline.ts";
import assert from "node:assert/strict";

const never = new Promise<never>(() => {});

Deno.test("deadline() passes on a value or error that comes in time", async () => {
  assert.equal(await deadline(Promise.resolve("in time"), 60_000), "in time");
  await assert.rejects(() => deadline(Promise.reject(new Error("gone")), 60_000), /gone/);
});

Deno.test("deadline() throws when the time is up", async () => {
  await assert.rejects(() => deadline(never, 10), { name: "TimeoutError" });
});

Deno.test("deadline() ignores a promise that rejects too late", async () => {
  const late = Promise.withResolvers<never>();
  await assert.rejects(() => deadline(late.promise, 1), { name: "TimeoutError" });
  late.reject(new Error("too late"));
  await new Promise((resolve) => setTimeout(resolve, 1));
});

Deno.test("abortable() passes on a value or error that comes before the signal fires", async () => {
  const { signal } = new AbortController();
  assert.equal(await abortable(Promise.resolve("in time"), signal), "in time");
  await assert.rejects(() => abortable(Promise.reject(new Error("gone")), signal), /gone/);
});

Deno.test("abortable() throws the reason when the signal fires or has fired", async () => {
  await assert.rejects(() => abortable(never, AbortSignal.abort(new Error("stop"))), /stop/);
  const done = Promise.resolve("done");
  await assert.rejects(() => abortable(done, AbortSignal.abort(new Error("stop"))), /stop/);
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("later")), 10);
  await assert.rejects(() => abortable(never, stop.signal), /later/);
});
