import type { Box } from "../geometry.ts";
import { overlap, placeLabels, type Size } from "./place_labels.ts";
import { type Legend, type LegendOptions, placeLegend } from "./place_legend.ts";

/** A face and what can be written next to it. */
export interface LabelledFace {
  readonly box: Box;
  /** The size of its label, or nothing if that is too wide for the face. */
  readonly label: Size | undefined;
  /** The size of its number alone. */
  readonly tag: Size;
}

/** Where everything is written. */
export interface LabelLayout {
  /** For each face, the place of its label or number. */
  readonly places: readonly Box[];
  /** Which faces have only a number, and an entry in the legend. */
  readonly tagged: readonly number[];
  readonly legend: Legend | undefined;
}

/** A label may hide this share of itself or of a neighbour's face. */
const tolerated = 0.1;

/**
 * Places the labels of the faces of a picture. A face whose label is too wide, or would hide another
 * face or label, gets its number instead, and an entry in a legend.
 *
 * @param faces The faces, in the order in which they are numbered.
 * @param picture The picture's size.
 * @param gap Distance between a face and its label in pixels.
 * @param entry The size of the widest entry of the legend, with the space around it.
 * @param options Where the legend may be.
 * @returns The layout.
 */
export function layOutLabels(
  faces: readonly LabelledFace[],
  picture: Size,
  gap: number,
  entry: Size,
  options: LegendOptions = {},
): LabelLayout {
  const boxes = faces.map(({ box }) => box);
  const isTagged = faces.map(({ label }) => label === undefined);
  while (true) {
    const count = isTagged.filter(Boolean).length;
    const legend = count > 0 ? placeLegend(count, entry, picture, boxes, options) : undefined;
    const sizes = faces.map(({ label, tag }, i) => isTagged[i] ? tag : label!);
    const places = placeLabels(boxes, sizes, picture, gap, legend && legend.box);
    const inTheWay = places.flatMap((_, i) => !isTagged[i] && hides(i, places, boxes) ? [i] : []);
    if (inTheWay.length === 0) {
      return { places, tagged: isTagged.flatMap((is, i) => is ? [i] : []), legend };
    }
    for (const i of inTheWay) isTagged[i] = true;
  }
}

/** Whether a label hides another face, or a label that was placed before. */
function hides(index: number, places: readonly Box[], faces: readonly Box[]): boolean {
  const label = places[index]!;
  const isHidden = (box: Box): boolean =>
    overlap(label, box) >
      tolerated * Math.min(label.width * label.height, box.width * box.height);
  return places.slice(0, index).some(isHidden) ||
    faces.some((face, i) => i !== index && isHidden(face));
}
