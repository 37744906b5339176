import { basename } from "node:path";
import type { Engine } from "../engine/engine.ts";
import { startEngine } from "../engine/start_engine.ts";
import { type ModelCard, parseCard } from "../model/card.ts";
import type { Network } from "../model/graph.ts";
import { readModelFile } from "../model/model_files.ts";
import { productOf } from "../model/output_shape.ts";
import { toUrl } from "../runtime/to_url.ts";
import { checkOptions } from "./check_options.ts";
import { convertApart } from "./convert_apart.ts";
import type { ConvertedNetwork, WeightType } from "./convert_keras.ts";
import { type PixelRange, USUAL_RANGES } from "./entry_range.ts";
import { exampleFaces } from "./example_faces.ts";
import type { KerasFile } from "./keras_file.ts";
import { run, runOnSamples } from "./run_on_samples.ts";
import { sampleInputs } from "./sample_inputs.ts";
import { refuseExisting, writeModel } from "./write_model.ts";

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
   * The range of the pixels in training: what black and white were.
   *
   * @default {what layers at the network's start tell, else [0, 1]}
   */
  scale?: PixelRange;
  /** What to add on each side of a face's box, in fractions of the box's side. @default {0} */
  margin?: number;
  /** How to store the weights. @default {"float32"} */
  dtype?: WeightType;
  /** Replace `out` if it holds a model. @default {false} */
  force?: boolean;
  /** Stops the conversion by throwing its reason. Then nothing is written. */
  signal?: AbortSignal;
}

/** What one face gives if pixels are taken to have a range. */
export interface ScaleTrial {
  /** The range. */
  readonly scale: PixelRange;
  /** Where the face comes from: a picture of `fixtures/`. */
  readonly face: string;
  /** The most probable label. */
  readonly label: string;
  /** Its probability. */
  readonly probability: number;
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
  /** The range that layers at the network's start tell, if they tell another than was given. */
  readonly expectedScale?: PixelRange;
  /** What some faces give in each usual range, if nothing tells the range. */
  readonly trials: readonly ScaleTrial[];
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
 * @throws {OptionError} If the labels are wrong or do not fit the network, or `out` is the name of a
 * bundled model (`option-invalid`), or `out` exists (`output-exists`).
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
  const { out, labels, dtype, force = false, signal } = { ...convertDefaults, ...options };
  checkOptions({ labels, out });
  await refuseExisting(out, { force });
  const file = await readKeras(options);
  await throwIfAborted(signal);
  const converted = await convertApart(file, dtype, signal);
  const card = cardOf(converted, file.name, options);
  const engine = await startEngine();
  const inputs = sampleInputs(productOf(converted.inputShape), card.input.range);
  const tried = await runOnSamples(engine, converted, inputs, labels.length, file.name);
  await throwIfAborted(signal);
  const exact = dtype === "float16"
    ? (await convertApart(file, "float32", signal)).weights
    : undefined;
  const expected = exact && await run(engine, { ...tried, weights: exact }, inputs);
  const trials = options.scale || converted.entryRange ? [] : await tryScales(engine, tried, card);
  await throwIfAborted(signal);
  await writeModel(out, tried, card, { force });
  const { parameters, dropped, entryRange } = converted;
  return {
    out,
    card,
    parameters,
    weightBytes: tried.weights.data.length,
    dropped,
    softmaxAdded: tried.softmaxAdded,
    ...entryRange && String(entryRange) !== String(card.input.range) && {
      expectedScale: entryRange,
    },
    trials,
    largestChange: expected ? largestDifference(tried.answers, expected) : 0,
  };
}

function cardOf(network: ConvertedNetwork, name: string, options: ConvertOptions): ModelCard {
  const { out, labels, margin = convertDefaults.margin, scale } = options;
  const [height, width, channels] = network.inputShape;
  return parseCard({
    name: basename(out),
    description: `Converted from ${name}, which Keras ${network.kerasVersion} wrote`,
    labels,
    input: { width, height, channels, range: scale ?? network.entryRange ?? USUAL_RANGES[0] },
    crop: { margin, shiftY: 0 },
    temperature: 1,
  }, `${out}/card.json`);
}

/** Shows what each usual range makes of the same faces. */
async function tryScales(engine: Engine, network: Network, card: ModelCard): Promise<ScaleTrial[]> {
  const faces = await exampleFaces(card), trials: ScaleTrial[] = [];
  for (const scale of USUAL_RANGES) {
    const [low, high] = scale;
    for (const [face, crop] of faces) {
      const answer = await run(engine, network, crop.map((p) => low + p * (high - low)));
      const probability = Math.max(...answer);
      const label = card.labels[answer.indexOf(probability)] ?? "nothing";
      trials.push({ scale, face, label, probability });
    }
  }
  return trials;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
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
