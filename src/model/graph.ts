/** Sizes without the batch: height, width, channels of a picture. */
export type Shape = readonly number[];

/** One layer of a network. */
export interface GraphNode {
  /** Unique in its graph. */
  readonly name: string;
  /** The layer's class in Keras: `InputLayer`, `Conv2D`, `DepthwiseConv2D`, ... */
  readonly op: string;
  /** Arguments by the names of Keras 2: `strides`, `padding`, `activation`, ... */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Names of the nodes whose outputs it takes; none for the input. */
  readonly inputs: readonly string[];
  /** Shape of its output. */
  readonly shape: Shape;
  /** Names of its weights by what they serve for: `{ kernel: "conv2d/kernel" }`. */
  readonly weights: Readonly<Record<string, string>>;
}

/** A network without its numbers, whatever file it came from. */
export interface Graph {
  /** Each after those whose outputs it takes; the first is the one `InputLayer`. */
  readonly nodes: readonly GraphNode[];
  /** Names of the nodes whose outputs are the network's. */
  readonly outputs: readonly string[];
}

/** How one weight is stored. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: "float32" | "float16";
}

/** The weights of a network as they lie in weights.bin, one after the other without padding. */
export interface NetworkWeights {
  readonly specs: readonly WeightSpec[];
  readonly data: Uint8Array;
}
