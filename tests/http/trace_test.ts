import { picture, Service } from "../support/service.ts";
import assert from "node:assert/strict";

const key = Symbol.for("opentelemetry.js.api.1");

Deno.test("/predict makes spans of its steps where OpenTelemetry is there", async () => {
  const spans: [name: string, start: number, end: number][] = [];
  const startSpan = (name: string, { startTime }: { startTime: number }) => ({
    end: (time: number) => spans.push([name, startTime, time]),
  });
  const globals = globalThis as { [name: symbol]: unknown };
  const before = globals[key];
  globals[key] = { trace: { getTracer: () => ({ startSpan }) } };
  try {
    for (const workers of [0, 1]) {
      spans.length = 0;
      await using service = new Service({ workers });
      const start = Date.now();
      await (await service.predict(await picture("astronaut.png"))).body?.cancel();
      assert.deepEqual(spans.map(([name]) => name), ["read", "decode", "detect", "classify"]);
      let last = start - 1000;
      for (const [name, from, to] of spans) {
        assert.ok(last <= from && from <= to && to < Date.now() + 1000, `${name}: ${from} ${to}`);
        last = name === "read" ? from : to - 1;
      }
    }
  } finally {
    globals[key] = before;
  }
});
