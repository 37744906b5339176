import type { ModelCard } from "../model/card.ts";
import type { FaceQuality, FaceResult, UncertainReason } from "../result.ts";

/** Whether a face is shown well enough for its expression to be seen, though that may be ambiguous. */
export function isClear({ reasons = [] }: Pick<FaceResult, "reasons">): boolean {
  return reasons.every((reason) => reason === "close");
}

/** What a label can be relied on for: the parts of a model's card. */
export type Reliability = Pick<ModelCard, "uncertainBelow" | "qualityLimits">;

/**
 * Tells whether a label can be relied on.
 *
 * @param confidence The probability of the label.
 * @param quality What was measured on the face.
 * @param reliability The model's limits.
 * @returns The fields of a face that say so, none if the label can be relied on.
 *
 * @example
 * ```ts
 * import { uncertainty } from "./uncertainty.ts";
 * import assert from "node:assert/strict";
 *
 * const quality = { sizePx: 9, sharpness: 1, brightness: 0.5, visibleShare: 1 };
 * assert.deepEqual(
 *   uncertainty(0.4, quality, { uncertainBelow: 0.5, qualityLimits: { minSizePx: 10 } }),
 *   { uncertain: true, reasons: ["close", "small"] },
 * );
 * ```
 */
export function uncertainty(
  confidence: number,
  quality: FaceQuality | undefined,
  { uncertainBelow, qualityLimits = {} }: Reliability,
): { uncertain?: true; reasons?: UncertainReason[] } {
  const {
    minSizePx = 0,
    minSharpness = 0,
    maxYawDegrees = 180,
    maxRollDegrees = 180,
    minBrightness = 0,
    minVisibleShare = 0,
  } = qualityLimits;
  const isReason: Record<UncertainReason, boolean | undefined> = {
    "close": confidence < uncertainBelow,
    "small": quality && quality.sizePx < minSizePx,
    "blurred": quality && quality.sharpness < minSharpness,
    "turned": quality &&
      (Math.abs(quality.yawDegrees ?? 0) > maxYawDegrees ||
        Math.abs(quality.rollDegrees ?? 0) > maxRollDegrees),
    "dark": quality && quality.brightness < minBrightness,
    "cut off": quality && quality.visibleShare < minVisibleShare,
  };
  const reasons = (Object.keys(isReason) as UncertainReason[]).filter((name) => isReason[name]);
  return reasons.length > 0 ? { uncertain: true, reasons } : {};
}
