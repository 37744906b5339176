import assert from "node:assert/strict";
import { accuracy, type Confusion, macroRecall } from "../src/eval/confusion.ts";
import { readAccuracy } from "../training/accuracy_table.ts";

interface Weight {
  name: string;
  shape: number[];
}

/** How many parameters each layer of a bundled model has, by the layer's name without its number. */
async function parameterCounts(model: string): Promise<Record<string, number[]>> {
  const file = new URL(`../models/${model}/model.json`, import.meta.url);
  const { weightsManifest } = JSON.parse(await Deno.readTextFile(file));
  const layers = new Map<string, number>();
  for (
    const { name, shape } of weightsManifest.flatMap((group: { weights: Weight[] }) =>
      group.weights
    )
  ) {
    const layer = name.slice(0, name.lastIndexOf("/"));
    const count = shape.reduce((product: number, length: number) => product * length, 1);
    layers.set(layer, (layers.get(layer) ?? 0) + count);
  }
  const counts: Record<string, number[]> = {};
  for (const [layer, count] of layers) (counts[layer.replace(/_\d+$/, "")] ??= []).push(count);
  return counts;
}

const outputs: [string, number, number][] = [
  ["five", 325, 1_328_037],
  ["seven", 455, 1_328_167],
  ["nhs", 195, 1_327_907],
  ["nas", 195, 1_327_907],
];
for (const [model, last, total] of outputs) {
  Deno.test(`models/${model} has the layers of the paper's network, parameter for parameter`, async () => {
    const counts = await parameterCounts(model);
    assert.deepEqual(counts, {
      conv2d: [320, 9248, 18496, 36928, 73856, 147584, 295168, 590080],
      batch_normalization: [128, 128, 256, 256, 512, 512, 1024, 1024, 256, 256],
      dense: [147520, 4160, last],
    });
    const sum = Object.values(counts).flat().reduce((sum, count) => sum + count, 0);
    assert.equal(sum, total);
    const { size } = await Deno.stat(new URL(`../models/${model}/weights.bin`, import.meta.url));
    assert.equal(size, 2 * total, "as float16");
  });
}

for (const [model] of outputs) {
  Deno.test(`models/${model}/card.json agrees with its own confusion matrices`, async () => {
    const file = new URL(`../models/${model}/card.json`, import.meta.url);
    const { confusion } = JSON.parse(await Deno.readTextFile(file)) as {
      confusion: Record<"fer2013" | "ferplus", Confusion>;
    };
    const figures = readAccuracy(model);
    for (const by of ["fer2013", "ferplus"] as const) {
      assert.equal(
        figures[`${by}_accuracy`].toFixed(2),
        (100 * accuracy(confusion[by])!).toFixed(2),
      );
      assert.equal(
        figures[`${by}_macro`].toFixed(2),
        (100 * macroRecall(confusion[by])!).toFixed(2),
      );
    }
  });
}
