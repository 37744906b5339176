import assert from "node:assert/strict";
import { ansi256, colorSequence, type Rgb } from "../../src/draw/ansi_color.ts";

/** The table of xterm: a cube of 6 levels, then 24 greys. */
const table: Rgb[] = [];
const levels = [0, 95, 135, 175, 215, 255];
for (const r of levels) for (const g of levels) for (const b of levels) table.push([r, g, b]);
for (let i = 0; i < 24; i++) table.push([8 + 10 * i, 8 + 10 * i, 8 + 10 * i]);

Deno.test("ansi256() returns the number of each colour of the table, or of an equal one", () => {
  for (const [i, rgb] of table.entries()) {
    assert.deepEqual(table[ansi256(rgb) - 16], rgb, `${i + 16}`);
  }
});

Deno.test("ansi256() is nearly as close as the closest colour of the table", () => {
  const distance = (a: Rgb, b: Rgb): number => Math.hypot(...a.map((v, c) => v - b[c]!));
  for (let r = 0; r < 256; r += 15) {
    for (let g = 0; g < 256; g += 15) {
      for (let b = 0; b < 256; b += 15) {
        const rgb: Rgb = [r, g, b];
        const best = Math.min(...table.map((color) => distance(color, rgb)));
        assert.ok(distance(table[ansi256(rgb) - 16]!, rgb) <= best + 1e-9, `${rgb}`);
      }
    }
  }
});

Deno.test("colorSequence() writes the sequences of ECMA-48", () => {
  assert.equal(colorSequence(38, [1, 2, 3], "24-bit"), "\x1b[38;2;1;2;3m");
  assert.equal(colorSequence(48, [255, 0, 0], "256"), "\x1b[48;5;196m");
});
