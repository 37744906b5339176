import assert from "node:assert/strict";
import { emotionColor } from "../../src/draw/emotion_colors.ts";

type Rgb = [number, number, number];

const FIVE = ["angry", "happy", "neutral", "sad", "surprise"];
const EIGHT = [...FIVE, "fear", "disgust", "contempt"];

/** Linear RGB as people without one kind of cone see it: Machado et al. 2009, severity 1. */
const SIGHTS: Record<string, number[][]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(color: string): Rgb {
  assert.match(color, /^#[0-9a-f]{6}$/);
  return [1, 3, 5].map((i) => {
    const v = parseInt(color.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
}

function times(matrix: number[][], v: number[]): number[] {
  return matrix.map((row) => row.reduce((sum, m, i) => sum + m * v[i]!, 0));
}

/** CIE L*a*b* of linear sRGB, white point D65. */
function lab(rgb: number[]): number[] {
  const [x, y, z] = times([
    [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
    [0.2126, 0.7152, 0.0722],
    [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
  ], rgb.map((v) => Math.min(Math.max(v, 0), 1)))
    .map((v) => v > 216 / 24389 ? Math.cbrt(v) : (v * 24389 / 27 + 16) / 116) as Rgb;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The smallest CIE76 difference between two colours. */
function nearest(labels: string[], matrix: number[][]): number {
  const seen = labels.map((label) => lab(times(matrix, linear(emotionColor(label)))));
  return Math.min(
    ...seen.flatMap((a, i) =>
      seen.slice(i + 1).map((b) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!))
    ),
  );
}

for (const [sight, matrix] of Object.entries(SIGHTS)) {
  Deno.test(`emotionColor() returns colours that differ with ${sight} sight`, () => {
    const five = nearest(FIVE, matrix), eight = nearest(EIGHT, matrix);
    assert.ok(five > 20, `five labels: ${five}`);
    assert.ok(eight > 8, `eight labels: ${eight}`);
  });
}

Deno.test("emotionColor() returns no two shades of one colour for the five emotions", () => {
  const hues = FIVE.map((label) => lab(linear(emotionColor(label))))
    .filter(([, a, b]) => Math.hypot(a!, b!) > 10)
    .map(([, a, b]) => Math.atan2(b!, a!) * 180 / Math.PI);
  assert.equal(hues.length, 4);
  for (const [i, a] of hues.entries()) {
    for (const b of hues.slice(i + 1)) {
      const apart = Math.abs((a - b + 540) % 360 - 180);
      assert.ok(apart > 30, `${hues}`);
    }
  }
});

Deno.test("emotionColor() knows synonyms and always gives an unknown label the same colour", () => {
  assert.equal(emotionColor("Happiness"), emotionColor("happy"));
  const strange = emotionColor("pensive");
  assert.match(strange, /^#[0-9a-f]{6}$/);
  assert.equal(emotionColor("pensive"), strange);
  const many = new Set(Array.from({ length: 40 }, (_, i) => emotionColor(`label ${i}`)));
  assert.ok(many.size > 5);
});
