/** A point in pixels of the frame; the centre of the first pixel is `[0.5, 0.5]`. */
export type Point = readonly [x: number, y: number];

/** An upright rectangle in pixels of the frame. It may reach beyond the frame. */
export interface Box {
  /** Left edge. */
  readonly x: number;
  /** Top edge. */
  readonly y: number;
  /** Width. */
  readonly width: number;
  /** Height. */
  readonly height: number;
}

/** Six points of a face. Right and left are those of the person, not of the picture. */
export interface Landmarks {
  /** Centre of the right eye. */
  readonly rightEye: Point;
  /** Centre of the left eye. */
  readonly leftEye: Point;
  /** Tip of the nose. */
  readonly nose: Point;
  /** Centre of the mouth. */
  readonly mouth: Point;
  /** Right ear, at its opening. */
  readonly rightEar: Point;
  /** Left ear, at its opening. */
  readonly leftEar: Point;
}

/**
 * An affine map `[a, b, c, d, e, f]` from output to source, both in pixels with centres at .5:
 * `sourceX = a * x + b * y + c`, `sourceY = d * x + e * y + f`. The centre of the first output
 * pixel is `(0.5, 0.5)`; the whole output is `(0, 0)` to `(width, height)`.
 */
export type Affine = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
];

/**
 * The share of two boxes together that both cover.
 *
 * @param one A box.
 * @param other Another box, in the same units.
 * @returns Intersection over union, 0 to 1.
 *
 * @example
 * ```ts
 * import { intersectionOverUnion } from "./geometry.ts";
 * import assert from "node:assert/strict";
 *
 * const box = { x: 0, y: 0, width: 2, height: 2 };
 * assert.equal(intersectionOverUnion(box, { ...box, x: 1 }), 1 / 3);
 * ```
 */
export function intersectionOverUnion(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (one.width * one.height + other.width * other.height - shared);
}

/** Rounds to a number of digits after the point. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
