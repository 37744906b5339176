import * as tf from "npm:@tensorflow/tfjs-core@4.22.0";
import { Arena, type WasmBackend } from "./arena.ts";

interface Call {
  readonly name: string;
  readonly inputs: tf.NamedTensorMap;
  readonly attrs: tf.NamedAttrMap;
  readonly results: readonly tf.Tensor[];
}

interface Step {
  readonly kernel: tf.KernelFunc;
  readonly parameters: {
    readonly inputs: tf.NamedTensorInfoMap;
    readonly attrs: tf.NamedAttrMap;
    readonly backend: Arena;
  };
}

/**
 * Records the kernel calls of one run of a network and repeats them on other inputs.
 *
 * A run through tfjs's layers spends up to a tenth of its time on bookkeeping and leaves up to 1.4 MB
 * of garbage, which makes the process grow. A recording calls the same kernels in the same order, each
 * with the same memory every time.
 */
export class KernelRecording implements Disposable {
  readonly #backend = tf.backend() as WasmBackend;
  readonly #arena = new Arena(this.#backend);
  readonly #constants = new Set<tf.Tensor>();
  readonly #steps: Step[] = [];
  readonly #input: tf.TensorInfo;
  #outputs: readonly tf.TensorInfo[] = [];

  /**
   * Runs a network on zeros and records it.
   *
   * @param inputShape Shape of the input, with the batch.
   * @param network Computes the outputs from the input, using only kernels.
   */
  constructor(inputShape: readonly number[], network: (input: tf.Tensor) => tf.Tensor[]) {
    this.#input = this.#arena.makeOutput(inputShape, "float32");
    const engine = tf.engine();
    engine.startScope();
    try {
      const input = tf.zeros([...inputShape]);
      const { calls, outputs } = capture(input, this.#constants, network);
      this.#lower(input, calls, outputs);
      this.#arena.seal();
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    } finally {
      engine.endScope();
    }
  }

  /** Repeats the captured calls in the arena, which records what memory each one takes. */
  #lower(input: tf.Tensor, calls: readonly Call[], outputs: readonly tf.Tensor[]): void {
    const infos = new Map([[input.id, this.#input]]);
    const lastCalls = new Map<number, Call>();
    for (const call of calls) {
      for (const { id } of call.results) lastCalls.set(id, call);
      for (const id of idsOf(call.inputs)) lastCalls.set(id, call);
    }
    for (const { id } of outputs) lastCalls.delete(id);

    for (const call of calls) {
      const { name, attrs, results } = call;
      const read = idsOf(call.inputs);
      const inputs = withInfos(call.inputs, infos);
      const { kernelFunc: kernel } = tf.getKernel(name, "wasm")!;
      const parameters = { inputs, attrs, backend: this.#arena };
      const made = [kernel(parameters)].flat();
      this.#steps.push({ kernel, parameters });
      for (const [i, { id }] of results.entries()) infos.set(id, made[i]!);
      for (const id of new Set([...read, ...results.map(({ id }) => id)])) {
        const info = infos.get(id);
        if (info && lastCalls.get(id) === call) this.#arena.disposeData(info.dataId);
      }
    }
    this.#outputs = outputs.map((output) => infos.get(output.id) ?? this.#keep(output));
  }

  /** Keeps an output that does not depend on the input. */
  #keep(output: tf.Tensor): tf.TensorInfo {
    this.#constants.add(tf.keep(output));
    return output;
  }

  /**
   * Repeats the recorded calls on another input.
   *
   * @param input As many numbers as the input's shape asks for.
   * @returns The network's outputs.
   */
  run(input: Float32Array): Float32Array[] {
    this.#backend.typedArrayFromHeap(this.#input).set(input);
    this.#arena.rewind();
    for (const { kernel, parameters } of this.#steps) kernel(parameters);
    return this.#outputs.map(({ dataId }) => this.#backend.readSync(dataId));
  }

  /** Frees everything but the weights, which belong to the network. */
  [Symbol.dispose](): void {
    tf.dispose([...this.#constants]);
    this.#arena[Symbol.dispose]();
  }
}

/**
 * Runs a network and records the calls of `runKernel`, which every operation of tfjs ends in, as far as
 * they depend on the input. Tensors that do not depend on it become constants.
 */
function capture(
  input: tf.Tensor,
  constants: Set<tf.Tensor>,
  network: (input: tf.Tensor) => tf.Tensor[],
): { calls: Call[]; outputs: tf.Tensor[] } {
  const calls: Call[] = [];
  const dependent = new Set([input.id]);
  const engine = tf.engine();
  const { runKernel } = engine;
  engine.runKernel = <T extends tf.Tensor | tf.Tensor[]>(
    name: string,
    inputs: tf.NamedTensorMap,
    attrs: tf.NamedAttrMap = {},
  ): T => {
    const result = runKernel.call(engine, name, inputs, attrs) as T;
    const read = Object.values(inputs).filter((tensor) => tensor);
    if (read.some(({ id }) => dependent.has(id))) {
      const results = [result].flat() as tf.Tensor[];
      calls.push({ name, inputs, attrs, results });
      for (const { id } of results) dependent.add(id);
      for (const tensor of read) {
        // Ids only grow: the weights were there before the input.
        const isMade = tensor.id > input.id && !dependent.has(tensor.id);
        if (isMade) constants.add(tf.keep(tensor));
      }
    }
    return result;
  };
  try {
    return { outputs: network(input), calls };
  } finally {
    engine.runKernel = runKernel;
  }
}

/** Optional inputs may be undefined. */
function idsOf(inputs: tf.NamedTensorMap): number[] {
  return Object.values(inputs).filter((tensor) => tensor).map(({ id }) => id);
}

/** Replaces inputs, which are a record or, for Concat, a list. */
function withInfos(
  inputs: tf.NamedTensorMap,
  infos: ReadonlyMap<number, tf.TensorInfo>,
): tf.NamedTensorInfoMap {
  const copy = (Array.isArray(inputs) ? [...inputs] : { ...inputs }) as tf.NamedTensorInfoMap;
  for (const [name, tensor] of Object.entries(inputs)) {
    copy[name] = infos.get(tensor?.id) ?? tensor;
  }
  return copy;
}
