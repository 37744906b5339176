/** Height, width and channels of a value; a vector is one pixel with many channels. */
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

/** What moves over a picture: `[rows, columns]` each, and the zeros around the picture. */
export interface Window {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Margins;
}

/** A function of single numbers. Parameters stand in the order in which their users name them. */
export interface Activation {
  readonly kind: "activation";
  readonly activation: "relu" | "leakyRelu" | "elu" | "sigmoid" | "tanh" | "swish";
  /** The factor below zero of `leakyRelu` and `elu`. */
  readonly slope?: number;
  /** The bound above of `relu`. */
  readonly maximum?: number;
}

/** Batch normalisation by weights, or a factor and a summand from the layer's own arguments. */
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

/** A leaky ReLU with a factor below zero for each channel. */
export interface Prelu {
  readonly kind: "prelu";
  readonly alpha: string;
}

/** What is done to each number of a value by itself. */
export type Pointwise = Activation | Affine | Prelu;

/** A convolution over all channels. A 1x1 kernel makes a dense layer of it. */
export interface Convolution {
  readonly kind: "convolution";
  readonly window: Window;
  readonly weights: string;
  readonly bias: string | undefined;
}

/** A convolution of each channel by itself. */
export interface Depthwise {
  readonly kind: "depthwise";
  readonly window: Window;
  readonly weights: string;
  readonly bias: string | undefined;
}

/** The maximum or mean of a window, in which padding does not count. */
export interface Pooling {
  readonly kind: "pooling";
  readonly of: "maximum" | "mean";
  readonly window: Window;
}

/** The sum or product of values of one size. */
export interface Combination {
  readonly kind: "add" | "multiply";
}

/** Copies each input into the output at an offset; what none covers is zero. */
export interface Placement {
  readonly kind: "placement";
  /** Where each input's first number goes; negative for what is cut off. */
  readonly offsets: readonly { readonly row: number; readonly column: number; channel: number }[];
}

/** Bilinear interpolation. */
export interface Resize {
  readonly kind: "resize";
  readonly halfPixelCenters: boolean;
}

/** The same numbers under another shape. */
export interface Reshape {
  readonly kind: "reshape";
}

/** The network's input. */
export interface Input {
  readonly kind: "input";
}

/** Exponentials divided by their sum over the channels. */
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

/** One computation of a network, smaller than or equal to a layer. */
export interface Operation {
  /** Name of its output. */
  readonly name: string;
  /** Names of what it takes. */
  readonly inputs: readonly string[];
  /** Of its output. */
  readonly size: Size;
  readonly action: Action;
}

/** The size of a value of a shape without the batch, of up to three axes. */
export function sizeOf(shape: readonly number[]): Size {
  const [channels = 1, width = 1, height = 1] = shape.toReversed();
  return { height, width, channels };
}

/** No rows and columns. */
export const NO_MARGINS: Margins = { top: 0, left: 0, bottom: 0, right: 0 };
