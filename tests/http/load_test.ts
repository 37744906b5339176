import { defaultLimits } from "../../src/http/limits.ts";
import { makeLoad, measureCapacity } from "../support/load.ts";
import { ServeProcess } from "../support/serve_process.ts";
import { picture } from "../support/service.ts";
import assert from "node:assert/strict";

Deno.test("the service answers an overload with 200 or 503, quickly and in bounded memory", async () => {
  await using service = await ServeProcess.start();
  const url = `${service.url}/predict?crop_only=true`;
  const what = { url, pid: service.pid, body: await picture("astronaut.png"), type: "image/png" };
  const gauge = async (name: string) => {
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    return Number(new RegExp(`^mien_${name} (\\d+)$`, "m").exec(metrics)?.[1]);
  };
  const capacity = await measureCapacity({ ...what, seconds: 2 }, 4);
  const before = await gauge("models_loaded");
  const rate = 4 * capacity, seconds = 4 + defaultLimits.maxRequests / capacity;
  const queues: number[] = [];
  const sampling = setInterval(async () => queues.push(await gauge("queue_length")), 250);
  const { answers, memory } = await makeLoad({ ...what, rate, seconds });
  clearInterval(sampling);
  const { 200: accepted = 0, 503: refused = 0, ...others } = answers;
  assert.deepEqual(others, {});
  assert.equal(accepted + refused, Math.ceil(seconds * rate));
  assert(accepted > 0 && refused > 0, JSON.stringify(answers));
  // An accepted request waits for those before it in the queue, and the queue is short.
  assert(
    queues.length > 0 && queues.every((length) => length <= defaultLimits.maxRequests),
    String(queues),
  );
  assert(before > 0);
  assert.equal(await gauge("models_loaded"), before);
  // A machine that does more requests a second holds more that is not collected yet.
  assert(memory.length > 0 && memory.every((bytes) => bytes < 900e6), String(memory));
  const after = await measureCapacity({ ...what, seconds: 1 }, 1);
  assert(after > 0);
});
