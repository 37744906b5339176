import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { type ModelCard, parseCard } from "../model/card.ts";
import type { Session } from "../engine/engine.ts";
import { readModelFile } from "../model/read_network.ts";
import { startTfjs } from "../engine/tfjs/start_tfjs.ts";
import { ModelError, OptionError } from "../errors.ts";
import { type ConvertedNetwork, convertKeras, type WeightType } from "./convert_keras.ts";
import { sampleInputs } from "./sample_inputs.ts";
import { refuseExisting, writeModel } from "./write_model.ts";

/** What the samples 0..255 of a picture become before they enter a network. */
export const SCALES = {
  "0..1": [0, 1],
  "-1..1": [-1, 1],
  "0..255": [0, 255],
} as const;

/** One of {@linkcode SCALES}. */
export type Scale = keyof typeof SCALES;

/** What {@linkcode convertModel} takes for the options that are left out. */
export const convertDefaults = { margin: 0, dtype: "float32" } as const;

/** What {@linkcode convertModel} needs to know. */
export interface ConvertOptions {
  /** Path or URL of what Keras saved: `.h5` or `.keras`. */
  model: string;
  /** Path or URL of what `model.to_json()` gave, where `model` holds weights alone. */
  architecture?: string;
  /** One label per output, in the order of the outputs. */
  labels: readonly string[];
  /** Path of the folder to write. */
  out: string;
  /** @default {"0..255" where the network itself scales that down at its start, else "0..1"} */
  scale?: Scale;
  /** What is added around a face's box, in fractions of its side. @default {0} */
  margin?: number;
  /** How to store the weights. @default {"float32"} */
  dtype?: WeightType;
  /** Replace `out` where it exists. @default {false} */
  force?: boolean;
  /** Ends the work by throwing its reason, before anything is written. */
  signal?: AbortSignal;
}

/** What {@linkcode convertModel} did. */
export interface ConvertSummary {
  /** Path of the folder. */
  readonly out: string;
  /** What `card.json` says. */
  readonly card: ModelCard;
  /** How many numbers the weights are. */
  readonly parameters: number;
  /** Bytes of `weights.bin`. */
  readonly weightBytes: number;
  /** Names of the layers left out because they only serve training. */
  readonly dropped: readonly string[];
  /** True where the network ended in logits, and a softmax was put after it. */
  readonly softmaxAdded: boolean;
  /** The largest change of a probability by half precision on sample inputs; 0 for `float32`. */
  readonly largestChange: number;
}

/**
 * Makes a model's folder of a network that Keras saved: reads it, converts it, runs it, and writes
 * it when its answers are probabilities. Needs to read the files and to write beside `out`.
 *
 * @param options Files, labels, and how the network was fed in training.
 * @returns What was done.
 * @throws {ModelError} If a file cannot be read or the network cannot be converted.
 * @throws {OptionError} If the labels are not as many as the outputs, the scale contradicts the
 * network, or `out` exists.
 * @throws {EnvironmentError} If a permission is missing.
 */
export async function convertModel(options: ConvertOptions): Promise<ConvertSummary> {
  const { out, labels, margin, dtype, force = false, signal } = { ...convertDefaults, ...options };
  await refuseExisting(out, { force });
  const name = basename(options.model);
  const bytes = await readModelFile(urlOf(options.model));
  const architecture = options.architecture === undefined
    ? undefined
    : new TextDecoder().decode(await readModelFile(urlOf(options.architecture)));
  const file = { bytes, name, ...architecture !== undefined && { architecture } };

  await throwIfAborted(signal);
  const network = await convertKeras(file, dtype);
  await throwIfAborted(signal);
  const scale = scaleOf(network, options.scale);
  const [height, width, channels] = network.inputShape;
  const card = parseCard({
    name: basename(out),
    description: `Converted from ${name}, which Keras ${network.kerasVersion} wrote`,
    labels,
    input: { width, height, channels, range: SCALES[scale] },
    crop: { margin, shiftY: 0 },
    temperature: 1,
  }, `${out}/card.json`);

  const inputs = sampleInputs(height * width * channels, SCALES[scale]);
  const engine = await startTfjs();
  using session = await engine.load(network);
  const answers = await probabilitiesOf(session, inputs, labels.length, name, network);
  let largestChange = 0;
  if (dtype === "float16") {
    await throwIfAborted(signal);
    const exact = await convertKeras(file);
    using exactSession = await engine.load(exact);
    const expected = await probabilitiesOf(exactSession, inputs, labels.length, name, exact);
    answers.forEach((value, i) => {
      largestChange = Math.max(largestChange, Math.abs(value - expected[i]!));
    });
  }
  await throwIfAborted(signal);
  await writeModel(out, network, card, { force });
  return {
    out,
    card,
    parameters: network.parameters,
    weightBytes: network.weightData.length,
    dropped: network.dropped,
    softmaxAdded: network.softmaxAdded,
    largestChange,
  };
}

/** The signal fires only when the event loop has a turn, for which the arithmetic leaves no room. */
async function throwIfAborted(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}

/** A network that multiplies pictures by 1/255 or so at its start takes 0..255, any other does not. */
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

async function probabilitiesOf(
  session: Session,
  inputs: Float32Array,
  labels: number,
  name: string,
  { lastActivation }: ConvertedNetwork,
): Promise<Float32Array> {
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
  const batch = inputs.length / session.inputShape.reduce((product, size) => product * size, 1);
  const [answers] = await session.run(inputs, batch);
  for (let i = 0; i < batch; i++) {
    const sum = answers!.subarray(i * labels, (i + 1) * labels).reduce((sum, p) => sum + p, 0);
    if (!(Math.abs(sum - 1) < 1e-3)) {
      throw new ModelError(
        "model-invalid",
        `Cannot convert ${name}: its outputs sum to ${
          sum.toPrecision(3)
        }, not 1; its last activation is ${lastActivation}, and softmax is needed`,
      );
    }
  }
  return answers!;
}

function urlOf(pathOrUrl: string): URL {
  return /^(https?|file):\/\//.test(pathOrUrl) ? new URL(pathOrUrl) : pathToFileURL(pathOrUrl);
}
