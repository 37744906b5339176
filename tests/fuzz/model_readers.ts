import fc from "npm:fast-check@4.3.0";
import { createFrame, type Frame } from "../../src/image/frame.ts";
import { convertKeras } from "../../src/keras/convert_keras.ts";
import { convertModel } from "../../src/keras/convert_model.ts";
import { folderFiles, type ModelFiles } from "../../src/model/model_files.ts";
import { readNetwork } from "../../src/model/read_network.ts";
import { Recognizer } from "../../src/recognizer.ts";
import { toUrl } from "../../src/runtime/to_url.ts";
import { mutated, mutatedJson } from "./mutations.ts";
import { type Reader, reader } from "./reader.ts";

const keras = new URL("../golden/keras/", import.meta.url);

/** No more weights are made for a graph that asks for them. */
const mostWeights = 1_000_000;

/** Readers of models, their cards, and files of Keras. */
export async function modelReaders(folder: string): Promise<Reader[]> {
  const out = `${folder}/model`;
  await convertModel({
    model: new URL("paper.keras", keras),
    labels: ["angry", "happy", "neutral", "sad", "surprise"],
    out,
  });
  const files = folderFiles(toUrl(`${out}/`));
  const network = await readNetwork(files);
  const [card, model] = await Promise.all(
    ["card.json", "model.json"].map((name) => files.read(name)),
  ) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
  const json = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));
  const [h5, architecture, weights, ...rest] = await Promise.all(
    ["paper.h5", "nested.json", "nested.weights.h5", "paper.keras", "lambda.keras", "zoo.h5"].map(
      (name) => Deno.readFile(new URL(name, keras)),
    ),
  ) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
  return [
    reader(
      "cards",
      50,
      fc.oneof(mutatedJson([json(card)]).map(encoded), mutated([card])),
      (bytes) =>
        classify({
          ...files,
          read: reading({ "card.json": bytes }),
          readPrepared: async () => await network,
        }),
    ),
    reader(
      "models",
      10,
      fc.tuple(mutatedJson([json(model)]), fc.boolean(), mutated([network.weights.data])),
      ([changed, fits, data]) =>
        classify({
          place: "memory/",
          read: reading({
            "card.json": card,
            "model.json": encoded(changed),
            "weights.bin": fits ? weightsFor(changed) : data,
          }),
        }),
    ),
    reader(
      "Keras files",
      5,
      mutated([h5, ...rest]),
      (bytes) => convertKeras({ bytes, name: "file" }),
    ),
    reader(
      "Keras graphs",
      10,
      mutatedJson([json(architecture)]),
      (changed) =>
        convertKeras({ bytes: weights, name: "file", architecture: JSON.stringify(changed) }),
    ),
  ];
}

function encoded(json: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(json));
}

function reading(files: Record<string, Uint8Array<ArrayBuffer>>): ModelFiles["read"] {
  return (name) =>
    Object.hasOwn(files, name)
      ? Promise.resolve(files[name]!)
      : folderFiles(toUrl("/none/")).read(name);
}

/** As many small weights as `model.json` asks for, so that the graph itself is tried. */
function weightsFor(model: unknown): Uint8Array<ArrayBuffer> {
  try {
    const { weightsManifest } = model as { weightsManifest: { weights: { shape: number[] }[] }[] };
    const count = weightsManifest.flatMap(({ weights }) => weights)
      .map(({ shape }) => shape.reduce((product, size) => product * size, 1))
      .reduce((sum, size) => sum + size, 0);
    if (!(count > 0 && count < mostWeights)) return new Uint8Array(0);
    return new Uint8Array(new Float32Array(count).map((_, i) => (i % 7 + 1) / 10).buffer);
  } catch {
    return new Uint8Array(0);
  }
}

/** Loads a model and classifies one picture, whose probabilities must be some. */
async function classify(files: ModelFiles): Promise<void> {
  using recognizer = await Recognizer.loadFrom(files, { cropOnly: true });
  const { faces } = await recognizer.recognize(crop);
  for (const value of Object.values(faces[0]!.probabilities)) {
    if (!(value >= 0 && value <= 1)) throw new TypeError(`a probability is ${value}`);
  }
}

const crop: Frame = createFrame(
  "gray",
  48,
  48,
  new Uint8Array(48 * 48).map((_, i) => i * 7),
  { still: true },
);
