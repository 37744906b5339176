import assert from "node:assert/strict";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseCard } from "../../src/model/card.ts";
import { folderFiles, readModelJson } from "../../src/model/model_files.ts";
import { readNetwork } from "../../src/model/read_network.ts";
import { startEngine } from "../../src/engine/start_engine.ts";
import { EnvironmentError, type ErrorCode, MienError } from "../../src/errors.ts";
import { convertKeras } from "../../src/keras/convert_keras.ts";
import { convertModel, type ConvertOptions } from "../../src/keras/convert_model.ts";
import {
  golden,
  goldenAnswers,
  goldenLayers,
  largestDifference,
  run,
  softmax,
} from "../support/keras_goldens.ts";
import { namesIn, testIn } from "../support/temporary.ts";

const FIVE = ["angry", "happy", "neutral", "sad", "surprise"];
const path = (name: string): string =>
  fileURLToPath(new URL(`../golden/keras/${name}`, import.meta.url));

testIn("convertModel() writes a model with the same outputs as in Keras", async (folder) => {
  const out = `${folder}/new/mine`;
  const summary = await convertModel({ model: path("paper.h5"), labels: FIVE, out, margin: 0.15 });
  assert.deepEqual(namesIn(`${folder}/new`), ["mine"]);
  assert.deepEqual(namesIn(out), ["card.json", "model.json", "weights.bin"]);
  assert.equal(summary.weightBytes, (await Deno.stat(`${out}/weights.bin`)).size);
  assert.equal(summary.parameters * 4, summary.weightBytes);
  assert.equal(summary.largestChange, 0);

  const url = pathToFileURL(`${out}/`);
  const card = parseCard(await readModelJson(folderFiles(url), "card.json"), "card.json");
  assert.deepEqual(card, summary.card);
  assert.deepEqual(card.labels, FIVE);
  assert.deepEqual(card.input, { width: 48, height: 48, channels: 1, range: [0, 1] });
  assert.deepEqual(card.crop, { margin: 0.15, shiftY: 0 });

  const { graph } = await convertKeras({ bytes: golden("paper.h5"), name: "paper.h5" });
  const network = await readNetwork(folderFiles(url));
  assert.deepEqual(network.graph, graph);
  const answers = await run(network, 255);
  assert(largestDifference(answers, goldenAnswers("paper.h5")) < 1e-4);
});

testIn(
  "convertModel() accepts weights and architecture in separate files, and adds a softmax",
  async (folder) => {
    const { softmaxAdded, dropped } = await convertModel({
      model: path("nested.weights.h5"),
      architecture: path("nested.json"),
      labels: ["a", "b", "c"],
      out: `${folder}/n`,
    });
    assert.equal(softmaxAdded, true);
    assert.equal(dropped.length, 3);
    assert.deepEqual(namesIn(folder), ["n"]);
  },
);

testIn("convertModel() measures what float16 changes", async (folder) => {
  const { largestChange, weightBytes, parameters } = await convertModel({
    model: path("paper.keras"),
    labels: FIVE,
    out: `${folder}/half`,
    dtype: "float16",
  });
  assert.equal(weightBytes, 2 * parameters);
  assert(largestChange > 0 && largestChange < 5e-3, `${largestChange}`);
});

const { files, inputs, answers: golden16 } = goldenLayers("3.15");
for (const name of ["end_average", "end_pooled", "end_dropout", "end_logits"]) {
  testIn(`convertModel() adds a softmax only where one is missing: ${name}`, async (folder) => {
    await Deno.writeFile(`${folder}/n.keras`, files[name]!);
    const options = { model: `${folder}/n.keras`, labels: ["a", "b", "c"], out: `${folder}/m` };
    const { softmaxAdded } = await convertModel(options);
    assert.equal(softmaxAdded, name === "end_logits");
    const { graph, weights } = await readNetwork(folderFiles(pathToFileURL(`${folder}/m/`)));
    const engine = await startEngine();
    using session = await engine.load(graph, weights);
    const [answers] = await session.run(inputs, 16);
    const expected = Float32Array.from(golden16[name]!.flat());
    assert(largestDifference(answers!, softmaxAdded ? softmax(expected, 3) : expected) < 1e-4);
  });
}

testIn("convertModel() shows what faces give where nothing tells their range", async (folder) => {
  const model = path("paper.keras");
  const { trials } = await convertModel({ model, labels: FIVE, out: `${folder}/m` });
  assert.deepEqual([...new Set(trials.map(({ face }) => face))], [
    ...["astronaut", "grace_hopper", "webcam 10", "webcam 70"],
  ]);
  assert.deepEqual([...new Set(trials.map(({ scale }) => String(scale)))], [
    "0,1",
    "-1,1",
    "0,255",
  ]);
  assert(trials.every(({ label, probability }) => FIVE.includes(label) && probability > 0.2));
  assert.equal(new Set(trials.map(({ probability }) => probability)).size, trials.length);
});

const scales: [model: string, given: ConvertOptions["scale"], range: [number, number]][] = [
  ["paper.keras", undefined, [0, 1]],
  ["paper.keras", [-1, 1], [-1, 1]],
  ["paper.keras", [-127.5, 127.5], [-127.5, 127.5]],
  ["mini_xception.keras", undefined, [0, 255]],
  ["mini_xception.keras", [0, 1], [0, 1]],
];
for (const [model, given, range] of scales) {
  testIn(
    `convertModel() scales for ${model} to ${range} if ${given} is given`,
    async (folder) => {
      const labels = model.startsWith("mini") ? [...FIVE, "disgust", "fear"] : FIVE;
      const { card, expectedScale, trials } = await convertModel({
        model: path(model),
        labels,
        out: `${folder}/m`,
        ...given && { scale: given },
      });
      assert.deepEqual(card.input.range, range);
      assert.deepEqual(expectedScale, model.startsWith("mini") && given ? [0, 255] : undefined);
      assert.equal(trials.length, model.startsWith("mini") || given ? 0 : 12);
    },
  );
}

const refused: [
  what: string,
  options: Partial<ConvertOptions>,
  code: ErrorCode,
  message: RegExp,
][] = [
  [
    "labels that do not match the outputs",
    { labels: ["happy", "sad"] },
    "option-invalid",
    /^Cannot convert paper\.keras: 2 labels are given but the network has 5 outputs$/,
  ],
  [
    "a label given twice, before it reads anything",
    { labels: ["a", "b", "a"], model: path("missing.h5") },
    "option-invalid",
    /^Cannot use labels: a is given twice$/,
  ],
  [
    "an empty label",
    { labels: ["a", "b", " ", "c"], model: path("missing.h5") },
    "option-invalid",
    /^Cannot use labels: label 3 is empty$/,
  ],
  [
    "a label with a control character",
    { labels: ["a", "b\x1b"] },
    "option-invalid",
    /^Cannot use labels: label 2 holds a control character$/,
  ],
  [
    "a single label",
    { labels: ["a"] },
    "option-invalid",
    /^Cannot use labels: 1 given, and at least two are needed$/,
  ],
  [
    "the name of a bundled model",
    { out: "five" },
    "option-invalid",
    /^Cannot write model five: a bundled model has this name; \.\/five would be another$/,
  ],
  [
    "a margin that leaves nothing",
    { margin: -1 },
    "model-invalid",
    /m\/card\.json: crop\.margin must be/,
  ],
  [
    "a scale that is no range",
    { scale: [1, 0] },
    "model-invalid",
    /m\/card\.json: input\.range must be two numbers/,
  ],
  [
    "a missing file",
    { model: path("missing.h5") },
    "model-not-found",
    /^Cannot read model file \/.*missing\.h5: no such file$/,
  ],
  [
    "a Lambda layer",
    { model: path("lambda.keras"), labels: ["a", "b"] },
    "model-invalid",
    /doubling \(Lambda\)/,
  ],
];
for (const [what, options, code, message] of refused) {
  testIn(`convertModel() refuses ${what} and writes nothing`, async (folder) => {
    const whole = { model: path("paper.keras"), labels: FIVE, out: `${folder}/m`, ...options };
    await assert.rejects(() => convertModel(whole), (error) => {
      assert(error instanceof MienError);
      assert.equal(error.code, code);
      assert.match(error.message, message);
      return true;
    });
    assert.deepEqual(namesIn(folder), []);
  });
}

testIn("convertModel() refuses a truncated .h5 and writes nothing", async (folder) => {
  const model = `${folder}/cut.h5`;
  await Deno.writeFile(model, golden("paper.h5").subarray(0, 100_000));
  await assert.rejects(() => convertModel({ model, labels: FIVE, out: `${folder}/m` }), {
    code: "model-invalid",
    message: /^Cannot convert cut\.h5: it is truncated, 100000 of \d+ bytes are there$/,
  });
  assert.deepEqual(namesIn(folder), ["cut.h5"]);
});

testIn("convertModel() refuses a network that ends in sigmoid", async (folder) => {
  const architecture = `${folder}/sigmoid.json`;
  const json = new TextDecoder().decode(golden("nested.json"));
  const at = json.lastIndexOf('"linear"');
  await Deno.writeTextFile(architecture, `${json.slice(0, at)}"sigmoid"${json.slice(at + 8)}`);
  const options = { model: path("nested.weights.h5"), architecture, labels: ["a", "b", "c"] };
  await assert.rejects(() => convertModel({ ...options, out: `${folder}/m` }), {
    code: "model-invalid",
    message: /its outputs sum to .+, not 1; its last activation is sigmoid, and softmax is needed$/,
  });
  assert.deepEqual(namesIn(folder), ["sigmoid.json"]);
});

Deno.test({
  name: "convertModel() asks for the permission to write that it lacks",
  permissions: { read: true },
  async fn() {
    const options = { model: path("paper.keras"), labels: FIVE, out: "/nowhere/m" };
    await assert.rejects(() => convertModel(options), (error) => {
      assert(error instanceof EnvironmentError);
      assert.equal(error.code, "permission-missing");
      assert.equal(error.permission, "write=/nowhere");
      assert.match(
        error.message,
        /^Cannot write model \/nowhere\/m: the permission to write \/nowhere is/,
      );
      return true;
    });
  },
});
