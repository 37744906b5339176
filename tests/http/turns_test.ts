import { Turns } from "../../src/http/turns.ts";
import assert from "node:assert/strict";

const never = new AbortController().signal;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("Turns.run() lets one work at a time, in the order in which they came", async () => {
  const turns = new Turns();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await pause(5);
    log.push(`${name} ends`);
    return name;
  };
  const results = ["a", "b", "c"].map((name) => turns.run(work(name), never));
  assert.equal(turns.waiting, 3);
  assert.deepEqual(await Promise.all(results), ["a", "b", "c"]);
  assert.equal(turns.waiting, 0);
  assert.deepEqual(log, ["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

Deno.test("Turns.run() goes on after work that throws and after turns that are given up", async () => {
  const turns = new Turns();
  const gone = new AbortController();
  const failing = turns.run(() => Promise.reject(new Error("no")), never);
  const first = turns.run(() => pause(20), never);
  const givenUp = turns.run(() => Promise.resolve("given up"), gone.signal);
  const last = turns.run(() => Promise.resolve("last"), never);
  gone.abort(new Error("gone"));
  await Promise.all([assert.rejects(failing, /no/), assert.rejects(givenUp, /gone/)]);
  await first;
  assert.equal(turns.waiting, 1);
  assert.equal(await last, "last");
  await assert.rejects(turns.run(() => Promise.resolve(), gone.signal), /gone/);
  assert.equal(await turns.run(() => Promise.resolve(1), never), 1);
});

Deno.test("Turns.run() lets timers and sockets in before each turn", async () => {
  const turns = new Turns();
  const log: string[] = [];
  const busy = (name: string) => () => {
    const end = performance.now() + 20;
    while (performance.now() < end);
    log.push(name);
    return Promise.resolve();
  };
  const all = ["a", "b", "c"].map((name) => turns.run(busy(name), never));
  setTimeout(() => log.push("timer"), 1);
  await Promise.all(all);
  assert(log.indexOf("timer") < log.indexOf("c"), String(log));
});
