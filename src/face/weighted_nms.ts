import { intersectionOverUnion } from "../geometry.ts";
import { boxOf, type Detection } from "./decode_boxes.ts";

/**
 * Merges detections of the same thing: the best detection and those that overlap it become their
 * average, weighted by score. An average moves less from frame to frame than the best box alone.
 *
 * ref: MediaPipe NonMaxSuppressionCalculator, WEIGHTED; Bazarevsky et al. 2019, section 3.4
 *
 * @param detections The detections in any order, with boxes that are not empty.
 * @param minSuppressionThreshold Intersection over union with the best box above which a detection
 * belongs to its group, 0 to 1.
 * @returns One detection per group with the group's best score, best first.
 *
 * @example
 * ```ts
 * import { weightedNms } from "./weighted_nms.ts";
 * import assert from "node:assert/strict";
 *
 * const merged = weightedNms([
 *   { score: 0.6, points: new Float32Array([0, 0, 10, 10]) },
 *   { score: 0.6, points: new Float32Array([2, 0, 12, 10]) },
 *   { score: 0.9, points: new Float32Array([50, 50, 60, 60]) },
 * ], 0.3);
 * assert.deepEqual(merged.map(({ score }) => score), [0.9, 0.6]);
 * assert.deepEqual([...merged[1]!.points], [1, 0, 11, 10]);
 * ```
 */
export function weightedNms(
  detections: readonly Detection[],
  minSuppressionThreshold: number,
): Detection[] {
  const merged: Detection[] = [];
  let rest = detections.toSorted((one, other) => other.score - one.score);
  for (let best = rest[0]; best !== undefined; best = rest[0]) {
    const box = boxOf(best);
    const group: Detection[] = [], apart: Detection[] = [];
    for (const detection of rest) {
      const same = detection === best ||
        intersectionOverUnion(boxOf(detection), box) > minSuppressionThreshold;
      (same ? group : apart).push(detection);
    }
    merged.push({ score: best.score, points: average(group) });
    rest = apart;
  }
  return merged;
}

/**
 * Leaves out the least sure detections, as comparing all with all takes long if there are many.
 *
 * @param detections The detections in any order.
 * @param most How many to keep.
 * @returns The surest ones.
 */
export function surest(detections: readonly Detection[], most: number): readonly Detection[] {
  if (detections.length <= most) return detections;
  return detections.toSorted((one, other) => other.score - one.score).slice(0, most);
}

function average(group: readonly Detection[]): Float32Array {
  const total = group.reduce((sum, { score }) => sum + score, 0);
  return Float32Array.from(
    group[0]!.points,
    (_, i) => group.reduce((sum, { score, points }) => sum + score * points[i]!, 0) / total,
  );
}
