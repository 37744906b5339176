// Goldens: training/golden_emotion.py.
import assert from "node:assert/strict";
import {
  againstBaseline,
  type Baseline,
  neutralBaseline,
  restingBaseline,
} from "../../src/emotion/baseline.ts";
import type { BaselineSettings } from "../../src/model/card.ts";
import { maxDifference } from "../support/face_goldens.ts";

interface Golden extends Baseline {
  readonly against: readonly number[];
}

interface Case {
  readonly settings: BaselineSettings;
  readonly neutral: number;
  readonly pictures: number[][];
  readonly probabilities: number[];
  readonly known: Golden;
  readonly resting: Golden;
}

const cases: Case[] = JSON.parse(
  await Deno.readTextFile(new URL("../golden/emotion/baseline.json", import.meta.url)),
);

function assertGolden(
  { settings, neutral, probabilities }: Case,
  baseline: Baseline,
  golden: Golden,
): void {
  assert(maxDifference(baseline.logs, golden.logs) < 1e-12);
  assert(Math.abs(baseline.confidence - golden.confidence) < 1e-12);
  const found = againstBaseline(probabilities, baseline, neutral, settings);
  assert(maxDifference(found, golden.against) < 1e-12);
}

Deno.test("neutralBaseline() and againstBaseline() are as in numpy", () => {
  assert(cases.length > 10);
  for (const one of cases) assertGolden(one, neutralBaseline(one.pictures), one.known);
});

Deno.test("restingBaseline() and againstBaseline() are as in numpy", () => {
  for (const one of cases) {
    const { pictures, neutral, settings } = one;
    assertGolden(one, restingBaseline(pictures, neutral, settings), one.resting);
  }
});

Deno.test("againstBaseline() changes nothing without strength or without confidence", () => {
  const probabilities = [0.2, 0.5, 0.3];
  const settings = { strength: 1, neutralLift: 1, neutralShare: 0.3, temperature: 1 };
  const baseline = neutralBaseline([[0.1, 0.1, 0.8]]);
  for (
    const found of [
      againstBaseline(probabilities, baseline, 2, { ...settings, strength: 0 }),
      againstBaseline(probabilities, { ...baseline, confidence: 0 }, 2, settings),
    ]
  ) assert(maxDifference(found, probabilities) < 1e-12);
});
