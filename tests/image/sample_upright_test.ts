import { sampleTurned } from "../../src/image/sample_turned.ts";
import { sampleUpright } from "../../src/image/sample_upright.ts";
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.3.0";

// Sixteenths are exact, so that both ways put each tap on the same side of an edge.
const sixteenths = (min: number, max: number) =>
  fc.integer({ min: 16 * min, max: 16 * max }).map((value) => value / 16);
const scale = sixteenths(-30, 30).filter((value) => value !== 0);
const shift = sixteenths(-60, 60);

Deno.test("sampleUpright() gives what the taps give one by one", () => {
  const cases = fc.record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 40 }),
    channels: fc.constantFrom(1, 3),
    more: fc.integer({ min: 0, max: 1 }),
    columns: fc.constantFrom(1, 2, 4),
    rows: fc.constantFrom(1, 2, 4),
    toPlane: fc.tuple(scale, fc.constant(0), shift, fc.constant(0), scale, shift),
    border: fc.constantFrom(undefined, 0, 128),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(cases, ({ width, height, channels, more, seed, ...grid }) => {
      const stride = channels + more, offset = 2;
      const data = Uint8Array.from(
        { length: offset + width * height * stride },
        (_, i) => Math.imul(i + seed, 0x9e3779b1) >>> 24,
      );
      const plane = { data, offset, width, height, stride, channels: channels as 1 | 3 };
      const output = { width: 9, height: 7, ...grid };
      const wanted = new Float32Array(63 * channels), got = new Float32Array(63 * channels);
      sampleTurned(plane, output, wanted);
      assert.ok(sampleUpright(plane, output, got));
      for (const [i, value] of wanted.entries()) {
        assert.ok(Math.abs(got[i]! - value) < 1e-3, `${i}: ${got[i]}, not ${value}`);
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("sampleUpright() leaves rows that are too long to others", () => {
  const width = 1 << 21, data = new Uint8Array(width);
  const grid = { width: 2, height: 1, columns: 1, rows: 1, border: undefined };
  const plane = { data, offset: 0, width, height: 1, stride: 1 };
  const toPlane = [width / 2, 0, 0, 0, 1, 0] as const;
  assert.equal(sampleUpright(plane, { ...grid, toPlane }, new Float32Array(2)), false);
});
