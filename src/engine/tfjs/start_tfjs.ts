import * as tf from "npm:@tensorflow/tfjs-core@4.22.0";
import { type LayersModel, loadLayersModel } from "npm:@tensorflow/tfjs-layers@4.22.0";
import { version_wasm } from "npm:@tensorflow/tfjs-backend-wasm@4.22.0";
import { EnvironmentError, messageOf, ModelError } from "../../errors.ts";
import type { Graph, GraphNode, NetworkWeights } from "../../model/graph.ts";
import { productOf } from "../../model/output_shape.ts";
import { toModelJson } from "../../model/to_model_json.ts";
import { isNotCapable } from "../../runtime/not_capable.ts";
import { readBytes } from "../../runtime/read_bytes.ts";
import type { Engine, Session } from "../engine.ts";
import { ChannelPadding } from "./channel_padding.ts";
import { KernelRecording } from "./kernel_recording.ts";
import { Resizing } from "./resizing.ts";

/** TensorFlow.js as an engine. */
export interface TfjsEngine extends Engine {
  /** Tensors and bytes that tfjs holds in this process, to show that nothing leaks. */
  memory(): { tensors: number; bytes: number };
}

/**
 * Starts TensorFlow.js on its WebAssembly backend with SIMD.
 *
 * @returns The engine. Its kernels are shared by all engines of the process.
 * @throws {EnvironmentError} If the backend's .wasm file cannot be read (`permission-missing`) or
 * WebAssembly SIMD is missing (`engine-failed`).
 *
 * @example
 * ```ts
 * import { startTfjs } from "./start_tfjs.ts";
 * import { bundledFiles } from "../../model/bundled_models.ts";
 * import { readNetwork } from "../../model/read_network.ts";
 * import assert from "node:assert/strict";
 *
 * const engine = await startTfjs();
 * const { graph, weights } = await readNetwork(bundledFiles("five"));
 * using session = await engine.load(graph, weights);
 * const [probabilities] = await session.run(new Float32Array(48 * 48));
 * assert.equal(probabilities!.length, 5);
 * ```
 */
export async function startTfjs(): Promise<TfjsEngine> {
  const file = import.meta.resolve(
    "npm:@tensorflow/tfjs-backend-wasm@4.22.0/dist/tfjs-backend-wasm-simd.wasm",
  );
  try {
    // tfjs itself answers a missing permission with a page on how to serve .wasm files.
    await readBytes(new URL(file));
    tf.enableProdMode();
    if (!await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) {
      throw new Error("this runtime has no WebAssembly SIMD");
    }
    await tf.setBackend("wasm");
  } catch (cause) {
    const action = "Cannot start tfjs on WebAssembly";
    throw isNotCapable(cause)
      ? new EnvironmentError(
        "permission-missing",
        `${action}: reading its files is not permitted`,
        { cause, permission: "read" },
      )
      : new EnvironmentError("engine-failed", `${action}: ${messageOf(cause)}`, { cause });
  }
  tf.serialization.registerClass(ChannelPadding);
  tf.serialization.registerClass(Resizing);
  return {
    name: `tfjs ${version_wasm} wasm (simd)`,
    load,
    memory() {
      return { tensors: tf.backend().numDataIds(), bytes: tf.memory().numBytes };
    },
  };
}

async function load(graph: Graph, weights: NetworkWeights): Promise<Session> {
  let model: LayersModel | undefined, recording: KernelRecording;
  try {
    const { modelTopology, weightsManifest: [manifest] } = toModelJson(
      { ...graph, nodes: cropUnread(graph.nodes).map(countAxis) },
      weights.specs,
    );
    model = await loadLayersModel(tf.io.fromMemory({
      modelTopology: modelTopology as tf.io.ModelJSON["modelTopology"],
      weightSpecs: manifest.weights as unknown as tf.io.WeightsManifestEntry[],
      weightData: weights.data.slice().buffer,
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
  return sessionOf(model, recording);
}

/**
 * With `same` padding, tfjs computes wrong numbers where strides pass over the last rows or columns. This
 * cuts them off first, which needs no padding then.
 */
function cropUnread(nodes: readonly GraphNode[]): GraphNode[] {
  const shapes = new Map(nodes.map(({ name, shape }) => [name, shape]));
  return nodes.flatMap((node) => {
    const { name, op, attributes, inputs: [from] } = node;
    const size = attributes.kernel_size ?? attributes.pool_size;
    const isStrided = /Conv2D$|Pooling2D$/.test(op) && attributes.padding === "same" && size;
    const input = from === undefined ? undefined : shapes.get(from);
    if (!isStrided || input === undefined) return [node];
    const kernel = pairOf(size), strides = pairOf(attributes.strides ?? size);
    const unread = [0, 1].map((axis) => {
      const length = input[axis]!, windows = Math.ceil(length / strides[axis]!);
      return Math.max(0, length - (windows - 1) * strides[axis]! - kernel[axis]!);
    });
    if (unread.every((rows) => rows === 0)) return [node];
    const cropping: GraphNode = {
      name: `${name}/unread`,
      op: "Cropping2D",
      attributes: { cropping: unread.map((rows) => [0, rows]) },
      inputs: [from!],
      shape: [input[0]! - unread[0]!, input[1]! - unread[1]!, input[2]!],
      weights: {},
    };
    return [cropping, { ...node, inputs: [cropping.name] }];
  });
}

/** A size or stride of both axes, which may be written as one number. */
function pairOf(value: unknown): [number, number] {
  return Array.isArray(value)
    ? [Number(value[0]), Number(value[1])]
    : [Number(value), Number(value)];
}

/** tfjs-layers concatenates along the last axis whenever the axis is counted from the end. */
function countAxis(node: GraphNode): GraphNode {
  const { op, attributes, shape } = node, axis = Number(attributes.axis ?? -1);
  if (op !== "Concatenate" || axis > 0) return node;
  return { ...node, attributes: { ...attributes, axis: shape.length + 1 + axis } };
}

function sessionOf(model: LayersModel, recording: KernelRecording): Session {
  const inputShape = shapeOfOne(model.inputs[0]!.shape);
  const outputShapes = model.outputs.map((output) => shapeOfOne(output.shape));
  const inputLength = productOf(inputShape);

  // deno-lint-ignore require-await -- the interface leaves room for engines that wait
  async function run(input: Float32Array, batch = 1): Promise<Float32Array[]> {
    if (isDisposed) {
      throw new EnvironmentError("engine-failed", "Cannot run network: it is disposed");
    }
    if (input.length !== batch * inputLength) {
      throw new RangeError(
        `Cannot run network: ${batch} inputs of shape ${inputShape} take ${
          batch * inputLength
        } numbers but ${input.length} were given`,
      );
    }
    const results = outputShapes.map((shape) => new Float32Array(batch * productOf(shape)));
    for (let i = 0; i < batch; i++) {
      const one = recording.run(input.subarray(i * inputLength, (i + 1) * inputLength));
      for (const [at, values] of one.entries()) results[at]!.set(values, i * values.length);
    }
    return results;
  }

  let isDisposed = false;
  return {
    inputShape,
    outputShapes,
    run,
    [Symbol.dispose]() {
      if (isDisposed) return;
      isDisposed = true;
      recording[Symbol.dispose]();
      model.dispose();
    },
  };
}

function shapeOfOne(shape: readonly (number | null)[]): number[] {
  return shape.slice(1).map((size) => size ?? 1);
}
