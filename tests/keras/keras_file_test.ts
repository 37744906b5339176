import assert from "node:assert/strict";
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
