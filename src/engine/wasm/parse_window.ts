import type { Shape } from "../../model/graph.ts";
import { sizeOf, type Window } from "./operation.ts";

/** Rows and columns from one number for both or one for each. */
export function pairOf<T = number>(value: unknown): [T, T] {
  return (Array.isArray(value) ? value : [value, value]) as [T, T];
}

/**
 * Reads the window of a convolution or pooling layer.
 *
 * @param kernel Size of the window: a number or rows and columns.
 * @param attributes `strides`, `padding` and `dilation_rate` by Keras's names.
 * @param input Shape of the picture.
 * @returns The window, or nothing if it is dilated.
 */
export function parseWindow(
  kernel: unknown,
  attributes: Readonly<Record<string, unknown>>,
  input: Shape,
): Window | undefined {
  const sizes = pairOf(kernel), strides = pairOf(attributes.strides ?? 1);
  if (pairOf(attributes.dilation_rate ?? 1).some((rate) => rate !== 1)) return undefined;
  const { height, width } = sizeOf(input);
  // ref: TensorFlow's "same", which puts the odd row or column at the end.
  const [rows, columns] = [height, width].map((length, axis) => {
    if (attributes.padding !== "same") return [0, 0] as const;
    const stride = strides[axis]!;
    const reach = (Math.ceil(length / stride) - 1) * stride + sizes[axis]!;
    const total = Math.max(reach - length, 0);
    return [total >> 1, total - (total >> 1)] as const;
  });
  const [top, bottom] = rows!, [left, right] = columns!;
  return { kernel: sizes, strides, padding: { top, left, bottom, right } };
}
