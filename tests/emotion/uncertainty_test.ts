import assert from "node:assert/strict";
import { uncertainty } from "../../src/emotion/uncertainty.ts";
import type { FaceQuality, UncertainReason } from "../../src/result.ts";

const good: FaceQuality = {
  sizePx: 100,
  sharpness: 0.8,
  yawDegrees: 5,
  rollDegrees: -5,
  brightness: 0.5,
  visibleShare: 1,
};

const reliability = {
  uncertainBelow: 0.5,
  qualityLimits: {
    minSizePx: 20,
    minSharpness: 0.2,
    maxYawDegrees: 30,
    maxRollDegrees: 60,
    minBrightness: 0.1,
    minVisibleShare: 0.7,
  },
};

Deno.test("uncertainty() names each reason, at its limit only", () => {
  const cases: [UncertainReason, at: Partial<FaceQuality>, beyond: Partial<FaceQuality>][] = [
    ["small", { sizePx: 20 }, { sizePx: 19.9 }],
    ["blurred", { sharpness: 0.2 }, { sharpness: 0.199 }],
    ["turned", { yawDegrees: -30 }, { yawDegrees: -30.1 }],
    ["turned", { rollDegrees: 60 }, { rollDegrees: 60.1 }],
    ["dark", { brightness: 0.1 }, { brightness: 0.099 }],
    ["cut off", { visibleShare: 0.7 }, { visibleShare: 0.699 }],
  ];
  for (const [reason, at, beyond] of cases) {
    assert.deepEqual(uncertainty(0.5, { ...good, ...at }, reliability), {});
    assert.deepEqual(uncertainty(0.5, { ...good, ...beyond }, reliability), {
      uncertain: true,
      reasons: [reason],
    });
  }
});

Deno.test("uncertainty() knows of close labels alone where nothing else is measured or limited", () => {
  const close = { uncertain: true, reasons: ["close"] };
  assert.deepEqual(uncertainty(0.49, undefined, reliability), close);
  assert.deepEqual(uncertainty(0.5, undefined, reliability), {});
  const bad = { ...good, sizePx: 1, sharpness: 0, brightness: 0, visibleShare: 0 };
  assert.deepEqual(uncertainty(0.49, bad, { uncertainBelow: 0.5 }), close);
});
