import { stat } from "node:fs/promises";
import * as tf from "npm:@tensorflow/tfjs-core@4.22.0";
import { type LayersModel, loadLayersModel } from "npm:@tensorflow/tfjs-layers@4.22.0";
import { version_wasm } from "npm:@tensorflow/tfjs-backend-wasm@4.22.0";
import { EnvironmentError, messageOf, ModelError } from "../../errors.ts";
import { ChannelPadding } from "./channel_padding.ts";
import type { Engine, NetworkFiles, Session } from "../engine.ts";
import { KernelRecording } from "./kernel_recording.ts";

/**
 * Starts TensorFlow.js on its WebAssembly backend with SIMD.
 *
 * @returns The engine. Its kernels are shared by all engines of the process.
 * @throws {EnvironmentError} If the backend's .wasm file may not be read (`permission-missing`) or
 * WebAssembly SIMD is missing (`engine-failed`).
 *
 * @example
 * ```ts
 * import { startTfjs } from "./start_tfjs.ts";
 * import { readNetwork } from "../../model/read_network.ts";
 * import assert from "node:assert/strict";
 *
 * const engine = await startTfjs();
 * using session = await engine.load(
 *   await readNetwork(new URL("../../../models/five/", import.meta.url)),
 * );
 * const [probabilities] = await session.run(new Float32Array(48 * 48));
 * assert.equal(probabilities!.length, 5);
 * ```
 */
export async function startTfjs(): Promise<Engine> {
  await requireReadable(
    import.meta.resolve(
      "npm:@tensorflow/tfjs-backend-wasm@4.22.0/dist/tfjs-backend-wasm-simd.wasm",
    ),
  );
  try {
    tf.enableProdMode();
    if (!await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) {
      throw new Error("this runtime has no WebAssembly SIMD");
    }
    await tf.setBackend("wasm");
  } catch (cause) {
    throw new EnvironmentError(
      "engine-failed",
      `Cannot start tfjs on WebAssembly: ${messageOf(cause)}`,
      { cause },
    );
  }
  tf.serialization.registerClass(ChannelPadding);
  return {
    name: `tfjs ${version_wasm} wasm (simd)`,
    load,
    memory() {
      return { tensors: tf.backend().numDataIds(), bytes: tf.memory().numBytes };
    },
  };
}

/** tfjs itself answers a missing permission with a page on how to serve .wasm files. */
async function requireReadable(url: string): Promise<void> {
  try {
    await stat(new URL(url));
  } catch (cause) {
    throw new EnvironmentError(
      "permission-missing",
      `Cannot start tfjs on WebAssembly: its file ${url} may not be read; run again with --allow-read`,
      { cause },
    );
  }
}

async function load(files: NetworkFiles): Promise<Session> {
  let model: LayersModel | undefined, recording: KernelRecording;
  try {
    model = await loadLayersModel(tf.io.fromMemory({
      modelTopology: files.topology as tf.io.ModelJSON["modelTopology"],
      weightSpecs: files.weightSpecs as unknown as tf.io.WeightsManifestEntry[],
      weightData: files.weightData.slice().buffer,
    }));
    const network = model;
    recording = new KernelRecording(
      [1, ...shapeOfOne(network.inputs[0]!.shape)],
      (input) => [network.predictOnBatch(input)].flat(),
    );
  } catch (cause) {
    model?.dispose();
    const why = messageOf(cause);
    throw new ModelError("model-invalid", `Cannot build network: ${why}`, { cause });
  }
  const inputShape = shapeOfOne(model.inputs[0]!.shape);
  const outputShapes = model.outputs.map((output) => shapeOfOne(output.shape));
  const inputLength = lengthOf(inputShape);

  // deno-lint-ignore require-await -- the interface leaves room for engines that wait
  async function run(input: Float32Array, batch = 1): Promise<Float32Array[]> {
    if (input.length !== batch * inputLength) {
      throw new RangeError(
        `Cannot run network: ${batch} inputs of shape ${inputShape} take ${
          batch * inputLength
        } numbers but ${input.length} were given`,
      );
    }
    const results = outputShapes.map((shape) => new Float32Array(batch * lengthOf(shape)));
    for (let i = 0; i < batch; i++) {
      const one = recording.run(input.subarray(i * inputLength, (i + 1) * inputLength));
      for (const [at, values] of one.entries()) results[at]!.set(values, i * values.length);
    }
    return results;
  }

  return {
    inputShape,
    outputShapes,
    run,
    [Symbol.dispose]() {
      recording[Symbol.dispose]();
      model.dispose();
    },
  };
}

function lengthOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function shapeOfOne(shape: readonly (number | null)[]): number[] {
  return shape.slice(1).map((size) => size ?? 1);
}
