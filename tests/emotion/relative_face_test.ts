import assert from "node:assert/strict";
import { baselineFactory } from "../../src/emotion/face_baseline.ts";
import { relativeFace } from "../../src/emotion/relative_face.ts";
import type { ModelCard } from "../../src/model/card.ts";
import { face } from "../support/records.ts";

Deno.test("relativeFace() leaves out the doubts about the plain reading", () => {
  const card: ModelCard = {
    name: "mood",
    labels: ["happy", "neutral"],
    input: { width: 48, height: 48, channels: 1, range: [0, 1] },
    crop: { margin: 0, shiftY: 0 },
    temperature: 1,
    uncertainBelow: 0.6,
    baseline: { strength: 1, neutralLift: 0, neutralShare: 0.3, temperature: 1 },
  };
  const newBaseline = baselineFactory(card, { neutral: [{ happy: 0.1, neutral: 0.9 }] })!;
  const plain = face({
    confidence: 0.55,
    probabilities: { happy: 0.55, neutral: 0.45 },
    uncertain: true,
    reasons: ["close"],
  });
  const { confidence, uncertain, reasons } = relativeFace(plain, newBaseline(), card);
  assert(confidence > 0.8);
  assert.deepEqual([uncertain, reasons], [undefined, undefined]);
});
