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
  /** Names of the nodes whose outputs it takes; none for the input. */
  readonly inputs: readonly string[];
  /** Shape of its output. */
  readonly shape: Shape;
  /** Names of its weights by what they are: `{ kernel: "conv2d/kernel", bias: "conv2d/bias" }`. */
  readonly weights: Readonly<Record<string, string>>;
}

/** A network as a list of layers, which no engine's dialect shapes. */
export interface Graph {
  /** Each node comes after those that it takes its inputs from; the first is the one `InputLayer`. */
  readonly nodes: readonly GraphNode[];
  /** Names of the nodes whose outputs are the network's. */
  readonly outputs: readonly string[];
}

/** Where one weight lies among the others, and how. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: "float32" | "float16";
}

/** The weights of a network as they lie in `weights.bin`: one after the other, without padding. */
export interface NetworkWeights {
  readonly specs: readonly WeightSpec[];
  readonly data: Uint8Array;
}

/** WebAssembly modules that `compileNetwork` made of a network, for runtimes with and without relaxed SIMD. */
export interface CompiledNetwork {
  readonly relaxed: Uint8Array<ArrayBuffer>;
  readonly plain: Uint8Array<ArrayBuffer>;
}

/** A whole network, as an engine takes it. */
export interface Network {
  readonly graph: Graph;
  readonly weights: NetworkWeights;
  /** The network compiled beforehand, if it was. */
  readonly compiled?: CompiledNetwork;
}
