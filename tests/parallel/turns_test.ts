import { Turns } from "../../src/parallel/turns.ts";
import assert from "node:assert/strict";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Works in a turn. */
async function work<T>(turns: Turns, run: () => T, signal?: AbortSignal): Promise<Awaited<T>> {
  using _turn = await turns.take(signal);
  return await run();
}

Deno.test("Turns.take() gives one turn at a time, in order", async () => {
  const turns = new Turns();
  const log: string[] = [];
  const results = ["a", "b", "c"].map((name) =>
    work(turns, async () => {
      log.push(`${name} begins`);
      await pause(5);
      log.push(`${name} ends`);
      return name;
    })
  );
  assert.equal(turns.waiting, 3);
  assert.deepEqual(await Promise.all(results), ["a", "b", "c"]);
  assert.equal(turns.waiting, 0);
  assert.deepEqual(log, ["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

Deno.test("Turns.take() continues after work that throws and after abandoned turns", async () => {
  const turns = new Turns();
  const gone = new AbortController();
  const failing = work(turns, () => Promise.reject(new Error("no")));
  const first = work(turns, () => pause(20));
  const givenUp = work(turns, () => "given up", gone.signal);
  const last = work(turns, () => "last");
  gone.abort(new Error("gone"));
  await Promise.all([assert.rejects(failing, /no/), assert.rejects(givenUp, /gone/)]);
  await first;
  assert.equal(turns.waiting, 1);
  assert.equal(await last, "last");
  await assert.rejects(turns.take(gone.signal), /gone/);
  assert.equal(await work(turns, () => 1), 1);
});

Deno.test("Turns.take() lets timers and sockets in before each turn", async () => {
  const turns = new Turns();
  const log: string[] = [];
  const busy = (name: string) =>
    work(turns, () => {
      const end = performance.now() + 20;
      while (performance.now() < end);
      log.push(name);
    });
  const all = ["a", "b", "c"].map(busy);
  setTimeout(() => log.push("timer"), 1);
  await Promise.all(all);
  assert(log.indexOf("timer") < log.indexOf("c"), String(log));
});
