import type { Detection } from "./decode_boxes.ts";

/**
 * Merges detections of the same thing: each group that overlaps its best one becomes the average of
 * the group, weighted by score. Averages move less from frame to frame than the best box alone.
 *
 * ref: MediaPipe NonMaxSuppressionCalculator, WEIGHTED; Bazarevsky et al. 2019, section 3.4
 *
 * @param detections In any order; their boxes have an area.
 * @param minSuppressionThreshold Intersection over union with the best box above which a detection
 * belongs to its group, 0 to 1.
 * @returns One detection a group with the score of its best, best first.
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
    const { score, points } = best;
    const group: Detection[] = [], apart: Detection[] = [];
    for (const detection of rest) {
      const same = detection === best ||
        overlap(detection.points, points) > minSuppressionThreshold;
      (same ? group : apart).push(detection);
    }
    merged.push({ score, points: average(group) });
    rest = apart;
  }
  return merged;
}

/** Intersection over union of two boxes. */
function overlap(one: Float32Array, other: Float32Array): number {
  const [left1, top1, right1, bottom1] = one as unknown as [number, number, number, number];
  const [left2, top2, right2, bottom2] = other as unknown as [number, number, number, number];
  const width = Math.min(right1, right2) - Math.max(left1, left2);
  const height = Math.min(bottom1, bottom2) - Math.max(top1, top2);
  if (width <= 0 || height <= 0) return 0;
  const area1 = (right1 - left1) * (bottom1 - top1), area2 = (right2 - left2) * (bottom2 - top2);
  return width * height / (area1 + area2 - width * height);
}

function average(group: readonly Detection[]): Float32Array {
  const total = group.reduce((sum, { score }) => sum + score, 0);
  return Float32Array.from(
    group[0]!.points,
    (_, i) => group.reduce((sum, { score, points }) => sum + score * points[i]!, 0) / total,
  );
}
