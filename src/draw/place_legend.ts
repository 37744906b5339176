import type { Box } from "../geometry.ts";
import { overlap, type Size } from "./place_labels.ts";

const corners = ["bottom left", "bottom right", "top left", "top right"] as const;

/** Where a legend can be: in a corner of the picture, or under it, where it makes the picture higher. */
export type LegendPlace = (typeof corners)[number] | "below";

/** Where the entries of a legend are. */
export interface Legend {
  /** All of it, in whole pixels. */
  readonly box: Box;
  readonly place: LegendPlace;
  /** Top left corners of the entries that fit, in reading order. */
  readonly entries: readonly { readonly x: number; readonly y: number }[];
}

/** At most this part of the picture's height is covered. */
const largestShare = 0.4;

/** Options of {@linkcode placeLegend}. */
export interface LegendOptions {
  /** The place that is taken if no other corner hides less, such as that of the last frame. */
  readonly preferred?: LegendPlace | undefined;
  /** Whether the legend may go below the picture if it would hide a face everywhere else. */
  readonly mayGoBelow?: boolean;
}

/**
 * Arranges the entries of a legend as rows and columns in the corner of a picture where it hides least
 * of the faces, or below the picture.
 *
 * @param count How many entries there are.
 * @param entry The size of the widest one, with the space around it.
 * @param picture The picture's size.
 * @param faces Boxes that it should not hide.
 * @param options Where else it may be.
 * @returns The legend. In a corner it takes at most two fifths of the picture's height; what does not
 * fit there has no entry.
 *
 * @example
 * ```ts
 * import { placeLegend } from "./place_legend.ts";
 * import assert from "node:assert/strict";
 *
 * const face = { x: 0, y: 90, width: 10, height: 10 };
 * const legend = placeLegend(3, { width: 40, height: 10 }, { width: 100, height: 100 }, [face]);
 * assert.equal(legend.place, "bottom right");
 * assert.deepEqual(legend.box, { x: 20, y: 80, width: 80, height: 20 });
 * assert.equal(legend.entries.length, 3);
 * ```
 */
export function placeLegend(
  count: number,
  entry: Size,
  picture: Size,
  faces: readonly Box[],
  { preferred = "bottom left", mayGoBelow = false }: LegendOptions = {},
): Legend {
  const most = Math.max(1, Math.floor(picture.width / entry.width));
  const neededRows = Math.ceil(count / most);
  const possibleRows = Math.max(1, Math.floor(picture.height * largestShare / entry.height));
  const inCorner = (place: LegendPlace): Legend =>
    arrange(count, Math.min(neededRows, possibleRows), entry, picture, place);
  const hidden = ({ box }: Legend): number =>
    faces.reduce((sum, face) => sum + overlap(box, face), 0);
  const best = corners.map(inCorner)
    .reduce((best, other) => hidden(other) < hidden(best) ? other : best, inCorner(preferred));
  if (!mayGoBelow || (hidden(best) === 0 && neededRows <= possibleRows)) return best;
  return arrange(count, neededRows, entry, picture, "below");
}

function arrange(
  count: number,
  rows: number,
  entry: Size,
  picture: Size,
  place: LegendPlace,
): Legend {
  const isBelow = place === "below";
  const most = Math.max(1, Math.floor(picture.width / entry.width));
  const columns = Math.min(most, Math.ceil(count / rows));
  const width = isBelow
    ? Math.max(picture.width, entry.width)
    : Math.min(columns * entry.width, picture.width);
  const height = isBelow ? rows * entry.height : Math.min(rows * entry.height, picture.height);
  const x = place.endsWith("right") ? picture.width - width : 0;
  const y = isBelow ? picture.height : place.startsWith("bottom") ? picture.height - height : 0;
  const entries = Array.from({ length: Math.min(count, rows * columns) }, (_, i) => ({
    x: x + i % columns * entry.width,
    y: y + Math.floor(i / columns) * entry.height,
  }));
  return { box: { x, y, width, height }, place, entries };
}
