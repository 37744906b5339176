/** A network in memory, ready to run. */
export interface Session extends Disposable {
  /** Shape of one input without the batch, e.g. `[48, 48, 1]` (height, width, channels). */
  readonly inputShape: readonly number[];
  /** Shapes of one output of each head, without the batch. */
  readonly outputShapes: readonly (readonly number[])[];
  /**
   * Runs the network.
   *
   * @param input `batch` inputs one after the other, row by row, channels last.
   * @param batch How many inputs there are. @default {1}
   * @returns One array per output of the network, `batch` results one after the other.
   * @throws {RangeError} If `input` has not the length that the shape and batch ask for.
   */
  run(input: Float32Array, batch?: number): Promise<Float32Array[]>;
}

/** The files of a network, as {@linkcode Engine.load} takes them. */
export interface NetworkFiles {
  /** `model.json`: a Keras topology and a weights manifest, as tfjs-layers writes them. */
  readonly topology: unknown;
  /** The weights' names, shapes and types in the order in which they lie in the data. */
  readonly weightSpecs: readonly WeightSpec[];
  /** All weights, one after the other. */
  readonly weightData: Uint8Array;
}

/** One entry of a weights manifest. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32";
  /** Present where the weights are stored in half precision. */
  readonly quantization?: { readonly dtype: "float16" };
}

/** A way to run networks. */
export interface Engine {
  /** What runs, for people: `tfjs 4.22.0 wasm (simd)`. */
  readonly name: string;
  /**
   * Builds a network and runs it once on zeros, so that the first real run is not slower than the rest.
   *
   * @throws {ModelError} If the files do not describe a network that this engine can run.
   */
  load(files: NetworkFiles): Promise<Session>;
  /** Tensors and bytes now held by this engine, to show that nothing leaks. */
  memory(): { tensors: number; bytes: number };
}
