/** A layer requested by a test. Arguments that do not fit its position are adapted. */
export type Wish =
  | {
    readonly kind: "Conv2D" | "DepthwiseConv2D" | "SeparableConv2D";
    readonly filters: number;
    readonly kernel: readonly [number, number];
    readonly strides: number;
    readonly padding: "valid" | "same";
    readonly activation: string;
    readonly useBias: boolean;
  }
  | {
    readonly kind: "MaxPooling2D" | "AveragePooling2D";
    readonly size: number;
    readonly strides: number;
    readonly padding: "valid" | "same";
  }
  | { readonly kind: "plain"; readonly name: string; readonly config?: Record<string, unknown> }
  | { readonly kind: "residual"; readonly activation: string; readonly kernel: number }
  | { readonly kind: "blaze"; readonly more: number; readonly strides: number }
  | { readonly kind: "gate" }
  | { readonly kind: "cropping"; readonly sides: readonly [number, number, number, number] }
  | {
    readonly kind: "concatenation";
    readonly filters: readonly [number, number];
    readonly axis: number;
  };

/** A network requested by a test. */
export interface NetworkWish {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly dtype: "float32" | "float16";
  readonly wishes: readonly Wish[];
  /** Whether the output of the middle layer is an output of the network too. */
  readonly hasTwoOutputs?: boolean;
  readonly end: "none" | "dense" | "average" | "maximum" | "softmax";
  readonly seed: number;
}
