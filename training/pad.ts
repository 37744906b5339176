import { createFrame, type Frame } from "../src/image/frame.ts";

/** Side of FER2013's pictures in pixels. */
export const size = 48;

/** What surrounds a padded picture: its edge, going on, or its mean brightness. */
export type Border = "edge" | "grey";

/**
 * Puts a picture of 48x48 into the middle of a larger one, because the detector wants to see around
 * a face.
 *
 * @param picture Its brightness, row by row.
 * @param side Side of the larger picture in pixels, an even number.
 * @param border What surrounds it.
 * @returns The larger picture.
 */
export function pad(picture: Uint8Array, side: number, border: Border): Frame {
  const start = (side - size) / 2;
  const grey = picture.reduce((sum, value) => sum + value, 0) / picture.length;
  const clamp = (i: number) => Math.min(Math.max(i - start, 0), size - 1);
  const data = Uint8Array.from({ length: side * side }, (_, i) => {
    const x = clamp(i % side), y = clamp(Math.floor(i / side));
    const inside = x + start === i % side && y + start === Math.floor(i / side);
    return inside || border === "edge" ? picture[y * size + x]! : grey;
  });
  return createFrame("gray", side, side, data);
}
