import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import type { ModelCard } from "../../src/model/card.ts";
import type { GraphNode, Network } from "../../src/model/graph.ts";
import { folderFiles, readModelJson } from "../../src/model/model_files.ts";
import { readNetwork } from "../../src/model/read_network.ts";
import { writeModel } from "../../src/keras/write_model.ts";
import { namesIn, testIn } from "../support/temporary.ts";

const CARD: ModelCard = {
  name: "m",
  labels: ["a", "b"],
  input: { width: 1, height: 1, channels: 1, range: [0, 1] },
  crop: { margin: 0, shiftY: 0 },
  temperature: 1,
  uncertainBelow: 0.5,
};
const NODES: GraphNode[] = [
  { name: "in", op: "InputLayer", attributes: {}, inputs: [], shape: [1], weights: {} },
  {
    name: "a",
    op: "Dense",
    attributes: { units: 2, use_bias: false },
    inputs: ["in"],
    shape: [2],
    weights: { kernel: "a/kernel" },
  },
];
const NETWORK: Network = {
  graph: { nodes: NODES, outputs: ["a"] },
  weights: {
    specs: [{ name: "a/kernel", shape: [1, 2], dtype: "float32" }],
    data: new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]),
  },
};

testIn("writeModel() writes what readNetwork() reads", async (folder) => {
  await writeModel(`${folder}/m`, NETWORK, CARD);
  const url = pathToFileURL(`${folder}/m/`);
  assert.deepEqual(await readNetwork(folderFiles(url)), NETWORK);
  assert.deepEqual(await readModelJson(folderFiles(url), "card.json"), CARD);
  assert.deepEqual(namesIn(folder), ["m"]);
});

testIn("writeModel() only replaces a model if asked to", async (folder) => {
  await writeModel(`${folder}/m`, NETWORK, CARD);
  await assert.rejects(() => writeModel(`${folder}/m`, NETWORK, { ...CARD, name: "new" }), {
    name: "OptionError",
    code: "output-exists",
    message: `Cannot write model ${folder}/m: it exists already`,
  });
  await writeModel(`${folder}/m`, NETWORK, { ...CARD, name: "new" }, { force: true });
  const card = await readModelJson(
    folderFiles(pathToFileURL(`${folder}/m/`)),
    "card.json",
  ) as ModelCard;
  assert.equal(card.name, "new");
  assert.deepEqual(namesIn(folder), ["m"]);
});

testIn("writeModel() does not replace anything but a model", async (folder) => {
  await Deno.mkdir(`${folder}/photos`);
  await Deno.writeTextFile(`${folder}/photos/one.jpg`, "1");
  await assert.rejects(() => writeModel(`${folder}/photos`, NETWORK, CARD, { force: true }), {
    name: "OptionError",
    code: "output-exists",
    message: `Cannot write model ${folder}/photos: it exists and holds no model`,
  });
  assert.deepEqual(namesIn(`${folder}/photos`), ["one.jpg"]);
});

testIn(
  "writeModel() leaves nothing behind and keeps the old model if it fails",
  async (folder) => {
    await writeModel(`${folder}/m`, NETWORK, CARD);
    const names = namesIn(`${folder}/m`);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const nodes = [NODES[0]!, { ...NODES[1]!, attributes: circular }];
    const broken = { ...NETWORK, graph: { nodes, outputs: ["a"] } };
    await assert.rejects(() => writeModel(`${folder}/m`, broken, CARD, { force: true }));
    assert.deepEqual(namesIn(folder), ["m"]);
    assert.deepEqual(namesIn(`${folder}/m`), names);
    assert(names.includes("card.json"));
  },
);

testIn("writeModel() names the file that is in the way", async (folder) => {
  await Deno.writeTextFile(`${folder}/file`, "");
  await assert.rejects(() => writeModel(`${folder}/file/m`, NETWORK, CARD), {
    name: "EnvironmentError",
    code: "output-unwritable",
    message: new RegExp(`^Cannot write model ${folder}/file/m: `),
  });
});
