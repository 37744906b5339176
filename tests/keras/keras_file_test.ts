import assert from "node:assert/strict";
import { zipSync } from "npm:fflate@0.8.3";
import { readKerasFile } from "../../src/keras/keras_file.ts";
import { golden } from "../support/keras_goldens.ts";

for (
  const [name, version, first] of [
    ["paper.h5", /^2\./, "InputLayer"],
    ["paper.keras", /^3\./, "InputLayer"],
    ["zoo.keras", /^3\./, "InputLayer"],
  ] as const
) {
  Deno.test(`readKerasFile() reads layers, weights and version of ${name}`, async () => {
    const content = await readKerasFile({ bytes: golden(name), name });
    assert.match(content.version, version);
    assert.equal(content.model.layers[0]!.className, first);
    const conv = content.model.layers.find(({ className }) => className === "Conv2D")!;
    assert.equal(content.weightsOf(conv).length, 2);
  });
}

Deno.test("readKerasFile() prefers a given architecture to that of the file", async () => {
  const architecture = JSON.stringify({
    class_name: "Sequential",
    config: [{ class_name: "Flatten", config: { name: "f" } }],
  });
  for (const name of ["paper.h5", "paper.keras"]) {
    const { model } = await readKerasFile({ bytes: golden(name), name, architecture });
    assert.deepEqual(model.layers.map((layer) => layer.className), ["InputLayer", "Flatten"]);
  }
});

Deno.test("readKerasFile() refuses entries that say they are huge, and ignores a second one", async () => {
  const name = "bomb.keras", encode = (text: string) => new TextEncoder().encode(text);
  const huge = zipSync({
    "model.weights.h5": new Uint8Array(2 ** 21),
    "config.json": encode("{}"),
  });
  await assert.rejects(() => readKerasFile({ bytes: huge, name }), {
    message: "its model.weights.h5 would be 2097152 bytes",
  });
  const lying = zipSync({ "config.json": encode("{}"), "metadata.json": encode("{}") }, {
    level: 0,
  });
  const view = new DataView(lying.buffer);
  for (let at = 0; at < lying.length - 28; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xd0000000, true);
  }
  await assert.rejects(() => readKerasFile({ bytes: lying, name }), {
    message: "its config.json would be 3489660928 bytes",
  });
});
