import type { CompiledNetwork, Graph, NetworkWeights } from "../model/graph.ts";

/** A network in memory, ready to run. */
export interface Session extends Disposable {
  /** Shape of one input without the batch, e.g. `[48, 48, 1]` (height, width, channels). */
  readonly inputShape: readonly number[];
  /** Shapes of the network's outputs for one input, without the batch. */
  readonly outputShapes: readonly (readonly number[])[];
  /**
   * Runs the network.
   *
   * @param input `batch` inputs one after the other, row by row, channels last. It may be written anew
   * as soon as `run` has returned its promise: what is needed later has to be copied before.
   * @param batch How many inputs there are. @default {1}
   * @returns One array per output of the network, `batch` results one after the other.
   * @throws {RangeError} If `input` does not have the length that the shape and batch ask for.
   * @throws {EnvironmentError} If the network has been disposed (`engine-failed`).
   */
  run(input: Float32Array, batch?: number): Promise<Float32Array[]>;
}

/** A way to run networks. */
export interface Engine {
  /** Name and version, for people: `tfjs 4.22.0 wasm (simd)`. */
  readonly name: string;
  /**
   * Builds a network, ready to run at full speed.
   *
   * @param graph The network's layers.
   * @param weights The network's weights.
   * @param compiled The network compiled beforehand, for engines that can use it.
   * @returns The network. Dispose it to free its memory.
   * @throws {ModelError} If this engine cannot run the network (`model-invalid`).
   */
  load(graph: Graph, weights: NetworkWeights, compiled?: CompiledNetwork): Promise<Session>;
}
