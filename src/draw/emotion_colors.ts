/**
 * Okabe and Ito's colours with grey in place of black, a darker blue, and for their sky blue and purple
 * an orchid and a mauve: people who see colours in any of the four usual ways can tell them apart, and
 * no two of the five emotions are shades of one colour.
 */
const palette = {
  vermillion: "#d55e00",
  yellow: "#f0e442",
  grey: "#bbbbbb",
  blue: "#0068b0",
  orchid: "#e58cff",
  mauve: "#664757",
  green: "#009e73",
  orange: "#e69f00",
} as const;

const known: ReadonlyMap<string, string> = new Map([
  ["angry", palette.vermillion],
  ["happy", palette.yellow],
  ["neutral", palette.grey],
  ["sad", palette.blue],
  ["surprise", palette.orchid],
  ["fear", palette.mauve],
  ["disgust", palette.green],
  ["contempt", palette.orange],
]);

const synonyms: ReadonlyMap<string, string> = new Map([
  ["anger", "angry"],
  ["happiness", "happy"],
  ["joy", "happy"],
  ["sadness", "sad"],
  ["surprised", "surprise"],
  ["fearful", "fear"],
  ["disgusted", "disgust"],
]);

/**
 * The colour of a label in everything that is drawn.
 *
 * @param label A model's label. Each of the eight emotions of FER+ has its own colour. Any other label
 * gets one of these colours, always the same one.
 * @returns The colour as `#rrggbb`, in lower case.
 *
 * @example
 * ```ts
 * import { emotionColor } from "./emotion_colors.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(emotionColor("angry"), "#d55e00");
 * ```
 */
export function emotionColor(label: string): string {
  // ref: Okabe and Ito, "Color Universal Design", 2008.
  const name = label.toLowerCase();
  const color = known.get(synonyms.get(name) ?? name);
  if (color !== undefined) return color;
  const colors = Object.values(palette);
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return colors[hash % colors.length]!;
}
