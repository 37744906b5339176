import { type Box, intersectionOverUnion } from "../geometry.ts";
import { boxOf, type Detection } from "./decode_boxes.ts";

/** Boxes that overlap by more than this are of one face. */
const minOverlap = 0.3;

/**
 * Tells whether two boxes are of one face, though their sizes may differ: they overlap, or the centre
 * of one lies in the other.
 *
 * @param one A box.
 * @param other Another box.
 * @returns Whether at most one of them is right.
 *
 * @example
 * ```ts
 * import { isSameFace } from "./same_face.ts";
 * import assert from "node:assert/strict";
 *
 * const large = { x: 0, y: 0, width: 100, height: 100 };
 * assert(isSameFace(large, { x: 60, y: 60, width: 30, height: 30 }));
 * assert(!isSameFace(large, { x: 90, y: 90, width: 30, height: 30 }));
 * ```
 */
export function isSameFace(one: Box, other: Box): boolean {
  return holdsCentre(one, other) || holdsCentre(other, one) ||
    intersectionOverUnion(one, other) > minOverlap;
}

/**
 * Keeps the surest of the boxes of each face.
 *
 * @param detections The detections in any order, found by looks at different scales.
 * @returns One detection per face as it was found, most confident first.
 */
export function surestFaces(detections: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const detection of detections.toSorted((one, other) => other.score - one.score)) {
    const box = boxOf(detection);
    if (!kept.some((other) => isSameFace(boxOf(other), box))) kept.push(detection);
  }
  return kept;
}

function holdsCentre(outer: Box, { x, y, width, height }: Box): boolean {
  const centreX = x + width / 2, centreY = y + height / 2;
  return centreX > outer.x && centreX < outer.x + outer.width &&
    centreY > outer.y && centreY < outer.y + outer.height;
}
