import { round } from "../geometry.ts";
import type { ModelCard } from "../model/card.ts";
import type { FaceResult } from "../result.ts";
import type { FaceBaseline } from "./face_baseline.ts";
import { uncertainty } from "./uncertainty.ts";

/**
 * Reads the face of a still against a baseline.
 *
 * @param face The face as the network names it.
 * @param baseline The baseline.
 * @param card The model's card.
 * @returns The face with its adjusted probabilities, and the label and confidence that they give.
 */
export function relativeFace(
  face: FaceResult,
  baseline: FaceBaseline,
  card: ModelCard,
): FaceResult {
  const { uncertain: _, reasons: __, ...rest } = face;
  const { probabilities, confidence } = baseline.read(face.probabilities, 0);
  const [[emotion, most]] = Object.entries(probabilities).sort(([, a], [, b]) => b - a) as [
    [string, number],
  ];
  return {
    ...rest,
    emotion,
    confidence: round(most, 4),
    ...uncertainty(most, face.quality, card),
    adjusted: Object.fromEntries(
      Object.entries(probabilities).map(([label, probability]) => [label, round(probability, 4)]),
    ),
    baselineConfidence: round(confidence, 4),
  };
}
