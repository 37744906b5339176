/** Height, width and channels of a value. A vector is a single pixel with many channels. */
export interface Size {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Rows and columns around a picture, in pixels. */
export interface Margins {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A sliding window: sizes as `[rows, columns]`, and the padding around the picture. */
export interface Window {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Margins;
}

/** An activation function. */
export interface Activation {
  readonly kind: "activation";
  readonly activation: "relu" | "leakyRelu" | "elu" | "sigmoid" | "tanh" | "swish";
  /** The factor for negative numbers, of `leakyRelu` and `elu`. */
  readonly slope?: number;
  /** The upper bound, of `relu`. */
  readonly maximum?: number;
}

/** A factor and a summand per channel: from the weights of batch normalisation, or from arguments. */
export type Affine =
  | {
    readonly kind: "normalization";
    readonly gamma: string | undefined;
    readonly beta: string | undefined;
    readonly mean: string;
    readonly variance: string;
    readonly epsilon: number;
  }
  | { readonly kind: "rescaling"; readonly scale: number[]; readonly offset: number[] };

/** A leaky ReLU with a slope for each channel. */
export interface Prelu {
  readonly kind: "prelu";
  readonly alpha: string;
}

/** An element-wise operation. */
export type Pointwise = Activation | Affine | Prelu;

/** A convolution over all channels. A dense layer is one with a 1x1 kernel. */
export interface Convolution {
  readonly kind: "convolution";
  readonly window: Window;
  readonly weights: string;
  readonly bias: string | undefined;
}

/** A depthwise convolution. */
export interface Depthwise {
  readonly kind: "depthwise";
  readonly window: Window;
  readonly weights: string;
  readonly bias: string | undefined;
}

/** The maximum or mean of a window. Padding does not count. */
export interface Pooling {
  readonly kind: "pooling";
  readonly of: "maximum" | "mean";
  readonly window: Window;
}

/** The element-wise sum or product of values of the same size. */
export interface Combination {
  readonly kind: "add" | "multiply";
}

/** Copies each input into the output at an offset. The rest of the output is zero. */
export interface Placement {
  readonly kind: "placement";
  /** The offset of each input in the output. Negative offsets crop it. */
  readonly offsets: readonly { readonly row: number; readonly column: number; channel: number }[];
}

/** Bilinear interpolation, the centres of the pixels on each other. */
export interface Resize {
  readonly kind: "resize";
}

/** The same numbers with another shape. */
export interface Reshape {
  readonly kind: "reshape";
}

/** The network's input. */
export interface Input {
  readonly kind: "input";
}

/** Softmax over the channels. */
export interface Softmax {
  readonly kind: "softmax";
}

/** What is computed. */
export type Action =
  | Pointwise
  | Convolution
  | Depthwise
  | Pooling
  | Combination
  | Placement
  | Resize
  | Reshape
  | Softmax
  | Input;

/** One operation of a network: a layer or part of one. */
export interface Operation {
  /** Name of its output. */
  readonly name: string;
  /** Names of its inputs. */
  readonly inputs: readonly string[];
  /** Size of its output. */
  readonly size: Size;
  readonly action: Action;
}

/** The size of a value from its shape: up to three axes, without the batch. */
export function sizeOf(shape: readonly number[]): Size {
  const [channels = 1, width = 1, height = 1] = shape.toReversed();
  return { height, width, channels };
}

/** No margins. */
export const NO_MARGINS: Margins = { top: 0, left: 0, bottom: 0, right: 0 };
