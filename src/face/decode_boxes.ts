import type { Box } from "../geometry.ts";

/** A box with keypoints, and its score. */
export interface Detection {
  /** How sure the network is, 0 to 1. */
  readonly score: number;
  /** `x, y` of the box's top left and bottom right corners, then of each keypoint. */
  readonly points: Float32Array;
}

/** How outputs become boxes, named as in MediaPipe's TensorsToDetectionsCalculatorOptions. */
export interface DecodeBoxesOptions {
  /** How many numbers the network returns for each anchor. */
  readonly numCoords: number;
  /** Where the centre x, centre y, width and height begin among them. */
  readonly boxCoordOffset: number;
  /** Where the keypoints' x and y begin among them. */
  readonly keypointCoordOffset: number;
  /** How many keypoints each box has. */
  readonly numKeypoints: number;
  /** The raw score is clipped to plus or minus this before the sigmoid. */
  readonly scoreClippingThresh: number;
  /** Divides x, which makes it a fraction of the input. */
  readonly xScale: number;
  /** Divides y. */
  readonly yScale: number;
  /** Divides the width. */
  readonly wScale: number;
  /** Divides the height. */
  readonly hScale: number;
  /** Boxes with a lower score are left out. */
  readonly minScoreThresh: number;
}

/**
 * Turns the raw outputs of a single-shot detector into boxes and keypoints.
 *
 * ref: MediaPipe TensorsToDetectionsCalculator, for anchors as large as the input
 *
 * @param regressors `numCoords` numbers for each anchor, relative to its centre.
 * @param classificators One raw score for each anchor.
 * @param anchors `x, y` of each anchor, as `ssdAnchors()` returns them.
 * @param options Scales and thresholds.
 * @returns The boxes with at least the least score, in the order of the anchors, in fractions of the
 * input.
 *
 * @example
 * ```ts
 * import { decodeBoxes } from "./decode_boxes.ts";
 * import assert from "node:assert/strict";
 *
 * const [box] = decodeBoxes(
 *   new Float32Array([0, 0, 64, 32]),
 *   new Float32Array([2]),
 *   new Float32Array([0.5, 0.5]),
 *   {
 *     numCoords: 4,
 *     boxCoordOffset: 0,
 *     keypointCoordOffset: 4,
 *     numKeypoints: 0,
 *     scoreClippingThresh: 100,
 *     xScale: 128,
 *     yScale: 128,
 *     wScale: 128,
 *     hScale: 128,
 *     minScoreThresh: 0.5,
 *   },
 * );
 * assert.deepEqual([...box!.points], [0.25, 0.375, 0.75, 0.625]);
 * ```
 */
export function decodeBoxes(
  regressors: Float32Array,
  classificators: Float32Array,
  anchors: Float32Array,
  options: DecodeBoxesOptions,
): Detection[] {
  const { xScale, yScale, numKeypoints, scoreClippingThresh: clip } = options;
  const detections: Detection[] = [];
  for (let i = 0; i < classificators.length; i++) {
    const score = 1 / (1 + Math.exp(-Math.min(Math.max(classificators[i]!, -clip), clip)));
    if (!(score >= options.minScoreThresh)) continue;
    const anchorX = anchors[2 * i]!, anchorY = anchors[2 * i + 1]!;
    const box = i * options.numCoords + options.boxCoordOffset;
    const keypoints = i * options.numCoords + options.keypointCoordOffset;
    const x = regressors[box]! / xScale + anchorX;
    const y = regressors[box + 1]! / yScale + anchorY;
    const halfWidth = regressors[box + 2]! / options.wScale / 2;
    const halfHeight = regressors[box + 3]! / options.hScale / 2;
    if (!(halfWidth > 0 && halfHeight > 0)) continue;
    const points = new Float32Array(4 + 2 * numKeypoints);
    points.set([x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight]);
    for (let k = 0; k < 2 * numKeypoints; k += 2) {
      points[4 + k] = regressors[keypoints + k]! / xScale + anchorX;
      points[5 + k] = regressors[keypoints + k + 1]! / yScale + anchorY;
    }
    detections.push({ score, points });
  }
  return detections;
}

/** Returns the box of a detection. */
export function boxOf({ points }: Detection): Box {
  const [x, y, right, bottom] = points as unknown as [number, number, number, number];
  return { x, y, width: right - x, height: bottom - y };
}
