import assert from "node:assert/strict";
import { type ErrorCode, ModelError } from "../../src/errors.ts";
import { type ConvertedNetwork, convertKeras } from "../../src/keras/convert_keras.ts";
import type { KerasFile } from "../../src/keras/keras_file.ts";
import {
  golden,
  goldenAnswers,
  largestDifference,
  run as runGolden,
  softmax,
} from "../support/keras_goldens.ts";

const NESTED = new TextDecoder().decode(golden("nested.json"));
const NETWORKS = [
  { name: "paper.h5", what: "the paper's network of Keras 2", divisor: 255 },
  { name: "paper.keras", what: "the paper's network of Keras 3", divisor: 255 },
  { name: "mini_xception.keras", what: "a mini-XCEPTION of Keras 3" },
  { name: "zoo.h5", what: "every supported layer of Keras 2" },
  { name: "zoo.keras", what: "every supported layer of Keras 3" },
  { name: "nested.keras", what: "models inside a model of Keras 3" },
  { name: "names.keras", what: "names that are hard to match, of Keras 3" },
  { name: "names.h5", what: "names that are hard to match, in an .h5 of Keras 3" },
  { name: "nested.weights.h5", what: "weights and architecture of Keras 2", architecture: NESTED },
];

/** The probabilities of a network, which for `nested` are those of its logits. */
async function run(network: ConvertedNetwork, divisor: number): Promise<Float32Array> {
  const answers = await runGolden(network, divisor);
  return network.lastActivation === "softmax" ? answers : softmax(answers, 3);
}

for (const { name, what, divisor = 1, architecture } of NETWORKS) {
  const file: KerasFile = {
    bytes: golden(name),
    name,
    ...architecture !== undefined && { architecture },
  };

  Deno.test(`convertKeras() agrees with Keras to 1e-4 for ${what}`, async () => {
    const answers = await run(await convertKeras(file), divisor);
    const difference = largestDifference(answers, goldenAnswers(name));
    assert(difference < 1e-4, `probabilities differ by ${difference}`);
  });

  Deno.test(`convertKeras() halves ${what} in float16 and changes no probability by 5e-3`, async () => {
    const whole = await convertKeras(file);
    const half = await convertKeras(file, "float16");
    assert.equal(half.weights.data.length * 2, whole.weights.data.length);
    assert.equal(half.parameters, whole.parameters);
    const difference = largestDifference(await run(half, divisor), goldenAnswers(name));
    assert(difference > 0 && difference < 5e-3, `probabilities differ by ${difference}`);
  });
}

Deno.test("convertKeras() reports what it dropped and what the network expects", async () => {
  const network = await convertKeras({ bytes: golden("nested.keras"), name: "nested.keras" });
  assert.deepEqual(network.dropped.map((name) => name.replace(/_\d+$/, "")), [
    "random_flip",
    "random_zoom",
    "dropout",
  ]);
  assert.equal(network.lastActivation, "linear");
  assert.deepEqual(network.inputShape, [16, 16, 3]);
  assert.deepEqual(network.entryRange, [0, 255]);
  assert.match(network.kerasVersion, /^3\./);
});

Deno.test("convertKeras() rounds to the nearest half, ties to even", async () => {
  const { weights: { data, specs } } = await convertKeras(
    { bytes: golden("paper.keras"), name: "paper.keras" },
    "float16",
  );
  const whole = await convertKeras({ bytes: golden("paper.keras"), name: "paper.keras" });
  const halves = new Uint16Array(data.buffer), floats = new Float32Array(whole.weights.data.buffer);
  assert.deepEqual(specs[0]!.dtype, "float16");
  floats.forEach((value, i) => assert.equal(halves[i], nearestHalf(value)));
});

/** `paper.h5` with another number in the place of its first weight. */
async function withFirstWeight(value: number): Promise<KerasFile> {
  const bytes = golden("paper.h5"), file = { bytes, name: "paper.h5" };
  const { weights } = await convertKeras(file);
  const start = weights.data.subarray(0, 8);
  const at = bytes.findIndex((_, i) => start.every((byte, k) => byte === bytes[i + k]));
  new DataView(bytes.buffer).setFloat32(at, value, true);
  return file;
}

Deno.test("convertKeras() refuses a weight that does not fit in float16", async () => {
  const file = await withFirstWeight(1e5);
  await convertKeras(file);
  await assert.rejects(() => convertKeras(file, "float16"), {
    code: "model-invalid",
    message: "Cannot convert paper.h5: weight conv2d/kernel holds Infinity as float16",
  });
});

Deno.test("convertKeras() refuses a weight that is not a number", async () => {
  const file = await withFirstWeight(NaN);
  await assert.rejects(() => convertKeras(file), {
    code: "model-invalid",
    message: "Cannot convert paper.h5: weight conv2d/kernel holds NaN as float32",
  });
});

const refused: [what: string, file: KerasFile, message: RegExp, code?: ErrorCode][] = [
  [
    "a truncated .h5",
    { bytes: golden("paper.h5").subarray(0, 60_000), name: "p.h5" },
    /^Cannot convert p\.h5: it is truncated, 60000 of \d+ bytes are there$/,
  ],
  [
    "an .h5 cut in its first bytes",
    { bytes: golden("paper.h5").subarray(0, 20), name: "p.h5" },
    /^Cannot convert p\.h5: it is truncated, 20 of 48 bytes are there$/,
  ],
  [
    "an .h5 with its middle overwritten",
    { bytes: golden("paper.h5").fill(0xff, 96, 60_000), name: "p.h5" },
    /^Cannot convert p\.h5: it is damaged/,
  ],
  [
    "a truncated .keras",
    { bytes: golden("paper.keras").subarray(0, 60_000), name: "p.keras" },
    /^Cannot convert p\.keras: it is a damaged or truncated zip \(.+\)$/,
  ],
  [
    "a zip that is not .keras",
    { bytes: zipOf("notes.txt", "hello"), name: "notes.zip" },
    /^Cannot convert notes\.zip: it is a zip without config\.json, so Keras did not write it$/,
  ],
  [
    "a .keras without weights",
    { bytes: zipOf("config.json", "{}"), name: "p.keras" },
    /^Cannot convert p\.keras: it is a zip without model\.weights\.h5$/,
  ],
  [
    "something else",
    { bytes: new TextEncoder().encode("hello"), name: "hello.h5" },
    /^Cannot convert hello\.h5: it is neither HDF5 \(\.h5\) nor a zip \(\.keras\)$/,
  ],
  [
    "a Lambda layer",
    { bytes: golden("lambda.keras"), name: "lambda.keras" },
    /^Cannot convert lambda\.keras: layer doubling \(Lambda\): layers of this class are not supported$/,
  ],
  [
    "weights without an architecture",
    { bytes: golden("nested.weights.h5"), name: "w.h5" },
    /^Cannot convert w\.h5: it holds only weights, and the architecture is needed: model\.to_json\(\)$/,
    "architecture-missing",
  ],
  [
    "an architecture that is not JSON",
    { bytes: golden("nested.weights.h5"), name: "w.h5", architecture: "{" },
    /^Cannot convert w\.h5: its architecture is not JSON$/,
  ],
  [
    "an architecture of another network",
    altered('"units": 3', '"units": 4'),
    /^Cannot convert w\.h5: layer dense\w* \(Dense\): kernel is 1152x3 but the layer takes 1152x4$/,
  ],
  [
    "channels first",
    altered('"data_format": "channels_last"', '"data_format": "channels_first"'),
    /^Cannot convert w\.h5: layer conv2d\w* \(Conv2D\): data_format "channels_first" is not supported$/,
  ],
  [
    "an unknown activation",
    altered('"activation": "linear"', '"activation": "hard_sigmoid"'),
    /^Cannot convert w\.h5: layer conv2d\w* \(Conv2D\): activation hard_sigmoid is not supported$/,
  ],
  [
    "an open input size",
    altered("[null, 16, 16, 3]", "[null, null, null, 3]"),
    /^Cannot convert w\.h5: its input shape is anyxanyx3, and a fixed height x width x 1 \(grey\)/,
  ],
  [
    "an architecture that is no model",
    { bytes: golden("nested.weights.h5"), name: "w.h5", architecture: '{"class_name": "MyModel"}' },
    /^Cannot convert w\.h5: its class MyModel is neither Sequential nor Functional$/,
  ],
];
for (const [what, file, message, code = "model-invalid"] of refused) {
  Deno.test(`convertKeras() refuses ${what}`, async () => {
    await assert.rejects(() => convertKeras(file), (error) => {
      assert(error instanceof ModelError);
      assert.equal(error.code, code);
      assert.match(error.message, message);
      return true;
    });
  });
}

function altered(before: string, after: string): KerasFile {
  assert(NESTED.includes(before), before);
  return {
    bytes: golden("nested.weights.h5"),
    name: "w.h5",
    architecture: NESTED.replaceAll(before, after),
  };
}

/** A zip with one stored entry. ref: PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16. */
function zipOf(name: string, text: string): Uint8Array {
  const [label, data] = [name, text].map((it) => new TextEncoder().encode(it)) as [
    Uint8Array,
    Uint8Array,
  ];
  const u16 = (n: number): number[] => [n & 255, n >> 8];
  const u32 = (n: number): number[] => [...u16(n & 65535), ...u16(n >>> 16)];
  const sizes = [...u32(0), ...u32(data.length), ...u32(data.length), ...u16(label.length)];
  const common = [...u16(20), ...u16(0), ...u16(0), ...u32(0), ...sizes, ...u16(0)];
  const local = [0x50, 0x4b, 3, 4, ...common, ...label, ...data];
  const central = [0x50, 0x4b, 1, 2, ...u16(20), ...common]
    .concat(u16(0), u16(0), u16(0), u32(0), u32(0), ...label);
  const end = [0x50, 0x4b, 5, 6, ...u16(0), ...u16(0), ...u16(1), ...u16(1)]
    .concat(u32(central.length), u32(local.length), u16(0));
  return Uint8Array.from([...local, ...central, ...end]);
}

/** The bits of the nearest half by search among its neighbours, ties to the even one. */
function nearestHalf(value: number): number {
  const decode = (bits: number): number => {
    const exponent = bits >> 10 & 31, fraction = bits & 1023;
    return exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  };
  let low = 0, high = 0x7bff;
  const magnitude = Math.abs(value);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decode(middle) <= magnitude) low = middle;
    else high = middle - 1;
  }
  const below = magnitude - decode(low), above = decode(low + 1) - magnitude;
  const bits = below < above || below === above && low % 2 === 0 ? low : low + 1;
  return bits | (value < 0 || Object.is(value, -0) ? 0x8000 : 0);
}
