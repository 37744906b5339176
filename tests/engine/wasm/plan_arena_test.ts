import assert from "node:assert/strict";
import fc from "npm:fast-check@4.3.0";
import { type Layout, totalBytes } from "../../../src/engine/wasm/layout.ts";
import { NO_MARGINS } from "../../../src/engine/wasm/operation.ts";
import { planArena } from "../../../src/engine/wasm/plan_arena.ts";
import type { Step } from "../../../src/engine/wasm/step.ts";

const START = 4096;

/** A step for each list of earlier steps whose values it reads; the first one is the input. */
function stepsOf(reads: readonly (readonly number[])[]): Step[] {
  return reads.map((inputs, i) => ({
    action: i === 0 ? { kind: "input" } : { kind: "pass" },
    inputs: i === 0 ? [] : inputs.map((at) => `value${at % i}`),
    before: undefined,
    finish: [],
    isPooled: false,
    output: `value${i}`,
    size: { height: 1, width: 1, channels: 1 },
  }));
}

const program = fc.array(
  fc.record({
    reads: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
    width: fc.integer({ min: 1, max: 300 }),
    scratch: fc.constantFrom(0, 700),
  }),
  { minLength: 2, maxLength: 12 },
);

Deno.test("planArena() gives separate memory to values that are needed at the same time", () => {
  fc.assert(
    fc.property(program, (entries) => {
      const steps = stepsOf(entries.map(({ reads }) => reads));
      const layouts = new Map(entries.map(({ width }, i): [string, Layout] => {
        const size = { height: 1, width, channels: 4, stride: 4, hasZeroMargin: false };
        return [`value${i}`, { ...size, ...NO_MARGINS }];
      }));
      const scratch = (step: Step) => entries[steps.indexOf(step)]!.scratch;
      const last = `value${steps.length - 1}`;
      const { addresses, ...arena } = planArena(steps, layouts, [last], scratch, START);
      const pieces = steps.flatMap(({ output }, time) => {
        const readers = steps.keys().filter((at) => steps[at]!.inputs.includes(output));
        const value = {
          first: time,
          last: output === last ? Infinity : Math.max(time, ...readers),
          address: addresses.get(output)!,
          bytes: totalBytes(layouts.get(output)!),
        };
        const address = arena.scratch.get(output);
        const own = { first: time, last: time, address: address!, bytes: entries[time]!.scratch };
        return address === undefined ? [value] : [value, own];
      });
      for (const [i, a] of pieces.entries()) {
        assert(a.address >= START && a.address + a.bytes <= arena.end);
        for (const b of pieces.slice(i + 1)) {
          const isAtOnce = a.first <= b.last && b.first <= a.last;
          const isApart = a.address + a.bytes <= b.address || b.address + b.bytes <= a.address;
          assert(isApart || !isAtOnce);
        }
      }
    }),
    { seed: 13 },
  );
});
