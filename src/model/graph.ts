/** Sizes without the batch: height, width, channels of a picture. */
export type Shape = readonly number[];

/** One layer of a network. */
export interface GraphNode {
  /** Unique in its graph. */
  readonly name: string;
  /** The layer's class by Keras's name: `InputLayer`, `Conv2D`, `Dense`, ... */
  readonly op: string;
  /** The layer's arguments by Keras 2's names: `strides`, `padding`, `activation`, ... */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Names of the nodes whose outputs are its inputs; empty for the input layer. */
  readonly inputs: readonly string[];
  /** Shape of its output. */
  readonly shape: Shape;
  /** Names of its weights by what they are: `{ kernel: "conv2d/kernel", bias: "conv2d/bias" }`. */
  readonly weights: Readonly<Record<string, string>>;
}

/** A network as a list of layers, independent of any engine. */
export interface Graph {
  /** Each node comes after the ones that compute its inputs. The first is the only `InputLayer`. */
  readonly nodes: readonly GraphNode[];
  /** Names of the nodes whose outputs are the network's. */
  readonly outputs: readonly string[];
}

/** The name, shape and type of one stored weight. */
export interface WeightSpec {
  /** Name that the nodes of the graph use. */
  readonly name: string;
  /** Its shape; its numbers lie row by row. */
  readonly shape: Shape;
  /** How its numbers are stored. */
  readonly dtype: "float32" | "float16";
}

/** The weights of a network as in `weights.bin`: one after the other, without padding. */
export interface NetworkWeights {
  /** The weights in the order in which they lie in {@linkcode NetworkWeights.data}. */
  readonly specs: readonly WeightSpec[];
  /** Their bytes, little-endian. */
  readonly data: Uint8Array;
}

/** A network compiled by `compileNetwork`, for run times with and without relaxed SIMD. */
export interface CompiledNetwork {
  /** With relaxed SIMD. */
  readonly relaxed: Uint8Array<ArrayBuffer>;
  /** With plain SIMD. */
  readonly plain: Uint8Array<ArrayBuffer>;
}

/** A whole network, ready to load into an engine. */
export interface Network {
  readonly graph: Graph;
  readonly weights: NetworkWeights;
  /** The compiled network, if there is one. */
  readonly compiled?: CompiledNetwork;
}
