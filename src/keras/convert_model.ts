import { basename } from "node:path";
import type { Engine } from "../engine/engine.ts";
import { startEngine } from "../engine/start_engine.ts";
import { ModelError, OptionError } from "../errors.ts";
import { type ModelCard, parseCard } from "../model/card.ts";
import { productOf } from "../model/output_shape.ts";
import { readModelFile } from "../model/model_files.ts";
import { toUrl } from "../runtime/to_url.ts";
import { type ConvertedNetwork, convertKeras, type WeightType } from "./convert_keras.ts";
import type { KerasFile } from "./keras_file.ts";
import { sampleInputs, SAMPLES } from "./sample_inputs.ts";
import { refuseExisting, writeModel } from "./write_model.ts";

/** A range that the samples 0..255 of a picture are scaled to before they enter a network. */
export type Scale = "0..1" | "-1..1" | "0..255";

/** The limits of each {@linkcode Scale}. */
export const SCALES: Readonly<Record<Scale, readonly [number, number]>> = {
  "0..1": [0, 1],
  "-1..1": [-1, 1],
  "0..255": [0, 255],
};

/** The defaults of {@linkcode convertModel}. */
export const convertDefaults = { margin: 0, dtype: "float32" } as const;

/** What {@linkcode convertModel} converts, and how. */
export interface ConvertOptions {
  /** Path or URL of the file that Keras saved: `.h5` or `.keras`. */
  model: string | URL;
  /** Path or URL of a file with the output of `model.to_json()`, if `model` only holds weights. */
  architecture?: string | URL;
  /** One label per output of the network, in order. */
  labels: readonly string[];
  /** Path of the folder to write. */
  out: string;
  /**
   * The range of the pixels in training.
   *
   * @default {"0..255" if the network starts by scaling that down itself, else "0..1"}
   */
  scale?: Scale;
  /** What to add on each side of a face's box, in fractions of the box's side. @default {0} */
  margin?: number;
  /** How to store the weights. @default {"float32"} */
  dtype?: WeightType;
  /** Replace `out` if it holds a model. @default {false} */
  force?: boolean;
  /** Stops the conversion by throwing its reason. Then nothing is written. */
  signal?: AbortSignal;
}

/** What {@linkcode convertModel} did. */
export interface ConvertSummary {
  /** Path of the folder. */
  readonly out: string;
  /** What `card.json` says. */
  readonly card: ModelCard;
  /** How many numbers the weights hold. */
  readonly parameters: number;
  /** Size of `weights.bin` in bytes. */
  readonly weightBytes: number;
  /** Names of the layers left out because they only serve training. */
  readonly dropped: readonly string[];
  /** True if the network ended in logits, after which a softmax was added. */
  readonly softmaxAdded: boolean;
  /** The largest change that half precision made to a probability of sample inputs; 0 for `float32`. */
  readonly largestChange: number;
}

/**
 * Converts a network that Keras saved to a model's folder. The network is run first: the folder is
 * written only if it gives probabilities.
 *
 * @param options What to convert, the labels, and the input that the network was trained on.
 * @returns What was done.
 * @throws {ModelError} If a file cannot be read (`model-not-found`), the network cannot be converted
 * (`model-invalid`), or `model` only holds weights and `architecture` is missing
 * (`architecture-missing`).
 * @throws {OptionError} If the labels or the scale do not fit the network (`option-invalid`), or `out`
 * exists (`output-exists`).
 * @throws {EnvironmentError} If a permission is missing or `out` cannot be written.
 *
 * @example
 * ```ts
 * import { convertModel } from "@mien/mien/models";
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const { card } = await convertModel({
 *   model: "tests/golden/keras/paper.keras",
 *   labels: ["angry", "happy", "neutral", "sad", "surprise"],
 *   out: `${folder}/mine`,
 * });
 * assert.deepEqual(card.input, { width: 48, height: 48, channels: 1, range: [0, 1] });
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function convertModel(options: ConvertOptions): Promise<ConvertSummary> {
  const { out, labels, margin, dtype, force = false, signal } = { ...convertDefaults, ...options };
  await refuseExisting(out, { force });
  const file = await readKeras(options);
  await throwIfAborted(signal);
  const network = await convertKeras(file, dtype);
  await throwIfAborted(signal);
  const range = SCALES[scaleOf(network, options.scale)];
  const [height, width, channels] = network.inputShape;
  const card = parseCard({
    name: basename(out),
    description: `Converted from ${file.name}, which Keras ${network.kerasVersion} wrote`,
    labels,
    input: { width, height, channels, range },
    crop: { margin, shiftY: 0 },
    temperature: 1,
  }, `${out}/card.json`);

  const engine = await startEngine();
  const inputs = sampleInputs(productOf(network.inputShape), range);
  const answers = await probabilitiesOf(engine, network, inputs, labels.length, file.name);
  let largestChange = 0;
  if (dtype === "float16") {
    await throwIfAborted(signal);
    const exact = await convertKeras(file);
    const expected = await probabilitiesOf(engine, exact, inputs, labels.length, file.name);
    answers.forEach((value, i) => {
      largestChange = Math.max(largestChange, Math.abs(value - expected[i]!));
    });
  }
  await throwIfAborted(signal);
  await writeModel(out, network, card, { force });
  const { parameters, dropped, softmaxAdded } = network;
  const weightBytes = network.weights.data.length;
  return { out, card, parameters, weightBytes, dropped, softmaxAdded, largestChange };
}

async function readKeras({ model, architecture }: ConvertOptions): Promise<KerasFile> {
  const file = { bytes: await readModelFile(toUrl(model)), name: basename(String(model)) };
  if (architecture === undefined) return file;
  const json = await readModelFile(toUrl(architecture));
  return { ...file, architecture: new TextDecoder().decode(json) };
}

/** Yields to the event loop first, so that a signal can fire between calculations. */
async function throwIfAborted(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}

/** A network that starts by multiplying with 1/255 or so takes 0..255; any other does not. */
function scaleOf({ firstScale }: ConvertedNetwork, given: Scale | undefined): Scale {
  if (firstScale === undefined) return given ?? "0..1";
  const scalesDown = Math.abs(firstScale) < 0.1;
  if (given === undefined) return scalesDown ? "0..255" : "0..1";
  if (scalesDown === (given === "0..255")) return given;
  throw new OptionError(
    "option-invalid",
    `Cannot convert with scale ${given}: the network multiplies its input by ${
      firstScale.toPrecision(3)
    } itself`,
  );
}

/** Runs a network on sample inputs and makes sure that it gives a probability per label. */
async function probabilitiesOf(
  engine: Engine,
  network: ConvertedNetwork,
  inputs: Float32Array,
  labels: number,
  name: string,
): Promise<Float32Array> {
  using session = await engine.load(network.graph, network.weights);
  const [shape] = session.outputShapes as [readonly number[]];
  if (shape.length !== 1) {
    throw new ModelError(
      "model-invalid",
      `Cannot convert ${name}: its output is ${shape.join("x")}, not a list of probabilities`,
    );
  }
  if (shape[0] !== labels) {
    throw new OptionError(
      "option-invalid",
      `Cannot convert ${name}: ${labels} labels are given but the network has ${shape[0]} outputs`,
    );
  }
  const [answers] = await session.run(inputs, SAMPLES);
  for (let i = 0; i < SAMPLES; i++) {
    const sum = answers!.subarray(i * labels, (i + 1) * labels).reduce((sum, p) => sum + p, 0);
    if (!(Math.abs(sum - 1) < 1e-3)) {
      throw new ModelError(
        "model-invalid",
        `Cannot convert ${name}: its outputs sum to ${
          sum.toPrecision(3)
        }, not 1; its last activation is ${network.lastActivation}, and softmax is needed`,
      );
    }
  }
  return answers!;
}
