import type { UnzipFileInfo } from "npm:fflate@0.8.3";
import { importPackage } from "../runtime/import_package.ts";
import { messageOf, ModelError } from "../errors.ts";
import { MOST_JSON_BYTES, MOST_WEIGHT_BYTES } from "../model/model_files.ts";
import { isHdf5, openHdf5 } from "./hdf5.ts";
import { type KerasModel, parseKerasModel } from "../model/keras_model.ts";
import { readWeights, type WeightsOf } from "./read_weights.ts";
import { Refusal } from "../model/refusal.ts";

/** No weights are smaller in a zip by more than this. */
const MOST_COMPRESSED = 100;

/** A file that Keras saved. */
export interface KerasFile {
  /** The file itself. */
  readonly bytes: Uint8Array;
  /** Its name, for messages. */
  readonly name: string;
  /** The output of `model.to_json()`, needed if the file only holds weights. */
  readonly architecture?: string;
}

/** What a {@linkcode KerasFile} holds. */
export interface KerasContent {
  readonly model: KerasModel;
  readonly weightsOf: WeightsOf;
  /** The version of Keras that wrote the file, `3.15.1`, or `unknown`. */
  readonly version: string;
}

/**
 * Reads a network that Keras saved: a whole `.h5`, a `.keras`, or weights with an architecture.
 *
 * @param file What to read.
 * @returns The layers and their weights.
 * @throws {Refusal} If the file is damaged or something else.
 * @throws {ModelError} If it only holds weights and no architecture is given (`architecture-missing`).
 */
export async function readKerasFile(file: KerasFile): Promise<KerasContent> {
  if (isHdf5(file.bytes)) return await readHdf5(file);
  if (file.bytes[0] === 0x50 && file.bytes[1] === 0x4b) return await readZip(file);
  throw new Refusal("it is neither HDF5 (.h5) nor a zip (.keras)");
}

async function readHdf5({ bytes, name, architecture }: KerasFile): Promise<KerasContent> {
  using hdf5 = await openHdf5(bytes);
  const config = hdf5.attribute("", "model_config");
  const json = architecture ?? (typeof config === "string" ? config : undefined);
  if (json === undefined) {
    throw new ModelError(
      "architecture-missing",
      `Cannot convert ${name}: it holds only weights, and the architecture is needed: model.to_json()`,
    );
  }
  const model = parseKerasModel(parseJson(json, "architecture"));
  const version = hdf5.attribute("", "keras_version") ??
    hdf5.attribute("model_weights", "keras_version") ?? "unknown";
  return { model, weightsOf: readWeights(hdf5, model), version: String(version) };
}

async function readZip({ bytes, architecture }: KerasFile): Promise<KerasContent> {
  const { unzipSync } = await importPackage<typeof import("npm:fflate@0.8.3")>("npm:fflate@0.8.3");
  const wanted = ["config.json", "metadata.json", "model.weights.h5"];
  let files: Record<string, Uint8Array>;
  const left = new Set(wanted);
  const filter = ({ name, size, originalSize }: UnzipFileInfo): boolean => {
    const most = name.endsWith(".json")
      ? MOST_JSON_BYTES
      : Math.min(MOST_WEIGHT_BYTES, MOST_COMPRESSED * size);
    if (!left.delete(name)) return false;
    if (originalSize <= most) return true;
    throw new Refusal(`its ${name} would be ${originalSize} bytes`);
  };
  try {
    files = unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal(`it is a damaged or truncated zip (${messageOf(cause)})`, { cause });
  }
  const [config, metadata, weights] = wanted.map((entry) => files[entry]);
  if (!config) throw new Refusal("it is a zip without config.json, so Keras did not write it");
  if (!weights) throw new Refusal("it is a zip without model.weights.h5");
  const decoder = new TextDecoder();
  const json = architecture ?? decoder.decode(config);
  const model = parseKerasModel(parseJson(json, "architecture"));
  const { keras_version = "unknown" } = metadata
    ? parseJson(decoder.decode(metadata), "metadata.json") as { keras_version?: string }
    : {};
  using hdf5 = await openHdf5(weights);
  return { model, weightsOf: readWeights(hdf5, model), version: keras_version };
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refusal(`its ${what} is not JSON`, { cause });
  }
}
