import assert from "node:assert/strict";
import type { Box } from "../../src/geometry.ts";
import { type LabelledFace, layOutLabels } from "../../src/draw/lay_out_labels.ts";
import { overlap } from "../../src/draw/place_labels.ts";

const picture = { width: 1000, height: 800 };
const label = { width: 90, height: 18 }, tag = { width: 24, height: 18 };
const entry = { width: 120, height: 22 };

function faceAt(x: number, y: number, side = 70): LabelledFace {
  return { box: { x, y, width: side, height: side }, label, tag };
}

Deno.test("layOutLabels() writes labels beside faces with room around them", () => {
  const { tagged, legend } = layOutLabels([faceAt(100, 100), faceAt(500, 100)], picture, 3, entry);
  assert.deepEqual(tagged, []);
  assert.equal(legend, undefined);
});

Deno.test("layOutLabels() gives a number and an entry to a face whose label is too wide", () => {
  const small = { ...faceAt(500, 100, 30), label: undefined };
  const { places, tagged, legend } = layOutLabels([faceAt(100, 100), small], picture, 3, entry);
  assert.deepEqual(tagged, [1]);
  assert.equal(places[1]!.width, tag.width);
  assert.equal(legend?.entries.length, 1);
});

Deno.test("layOutLabels() never writes a label on another face or label, however dense the crowd", () => {
  for (const step of [72, 80, 100, 140]) {
    const faces = Array.from(
      { length: 40 },
      (_, i) => faceAt(20 + i % 8 * step, 30 + Math.floor(i / 8) * step),
    );
    const { places, tagged, legend } = layOutLabels(faces, picture, 3, entry);
    assert.equal(legend?.entries.length ?? 0, tagged.length);
    const written = places.filter((_, i) => !tagged.includes(i));
    for (const [i, place] of places.entries()) {
      if (tagged.includes(i)) continue;
      const area = (other: Box): number => overlap(place, other) / (label.width * label.height);
      assert.ok(faces.every(({ box }, j) => i === j || area(box) <= 0.1), `${step}: face at ${i}`);
      assert.ok(written.every((other) => other === place || area(other) <= 0.1), `${step}: ${i}`);
    }
  }
});
