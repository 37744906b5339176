import type { FaceResult } from "../result.ts";

/**
 * Arranges the faces of a video in rows from top to bottom, each from left to right. As long as the same
 * faces are seen they keep their places, so that a text does not change because somebody moves.
 *
 * @example
 * ```ts
 * import { ReadingOrder } from "./reading_order.ts";
 * import assert from "node:assert/strict";
 *
 * const at = (id: number, x: number, y: number) => {
 *   const box = { x, y, width: 10, height: 10 };
 *   return { id, box, score: 1, emotion: "sad", confidence: 1, probabilities: {} };
 * };
 * const rows = new ReadingOrder().rows([at(1, 50, 40), at(2, 30, 2), at(3, 10, 0)]);
 * assert.deepEqual(rows.map((row) => row.map(({ id }) => id)), [[3, 2], [1]]);
 * ```
 */
export class ReadingOrder {
  #key = "";
  /** Positions in the list of faces sorted by id. */
  #rows: number[][] = [];

  /**
   * Arranges the faces of the next record.
   *
   * @param faces The faces, in any order.
   * @returns The rows.
   */
  rows(faces: readonly FaceResult[]): FaceResult[][] {
    if (faces.length === 0) return [];
    const sorted = faces.toSorted((a, b) => (a.id ?? 0) - (b.id ?? 0));
    const key = sorted.map(({ id }) => id).join(" ");
    if (key !== this.#key || sorted.some(({ id }) => id === undefined)) {
      this.#rows = rowsOf(sorted).map((row) => row.map((face) => sorted.indexOf(face)));
      this.#key = key;
    }
    return this.#rows.map((row) => row.map((i) => sorted[i]!));
  }
}

/** Faces are in one row while their middles differ by less than half a face from that of the first. */
function rowsOf(faces: readonly FaceResult[]): FaceResult[][] {
  const rows: FaceResult[][] = [];
  for (const face of faces.toSorted((a, b) => middleOf(a) - middleOf(b))) {
    const first = rows.at(-1)?.[0];
    const limit = Math.min(face.box.height, first?.box.height ?? 0) / 2;
    if (first && middleOf(face) - middleOf(first) < limit) rows.at(-1)!.push(face);
    else rows.push([face]);
  }
  return rows.map((row) => row.sort((a, b) => a.box.x - b.box.x));
}

function middleOf({ box }: FaceResult): number {
  return box.y + box.height / 2;
}
