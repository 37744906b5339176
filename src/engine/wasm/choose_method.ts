import type { Convolution, Size, Window } from "./operation.ts";
import type { Step } from "./step.ts";

/** How a convolution is computed: as a dense layer, directly over the window, or by Winograd. */
export type Method = "vector" | "direct" | "winograd";

/** How a picture is cut into tiles for Winograd. */
export interface Tiling {
  /** Side of a tile's square of outputs. Its input is two rows and columns larger. */
  readonly side: 2 | 4;
  readonly rows: number;
  readonly columns: number;
}

/** The cost of fetching a weight that is used once per run, in multiply-adds. */
const FETCH_COST = 2;
/** With fewer channels, Winograd's transforms cost more than they save. */
const FEWEST_CHANNELS = 16;
/** Winograd is used if its products cost less than this share of the direct method's. */
const WORTHWHILE = 0.8;

/**
 * Chooses how to compute a convolution.
 *
 * @param step The convolution, with the depthwise one fused before it, if any.
 * @param input Size of its input.
 */
export function chooseMethod({ action, before }: Step<Convolution>, input: Size): Method {
  const { kernel: [rows, columns], strides } = action.window;
  if (before) return "direct";
  const { height, width } = sizeBeforePooling(action.window, input);
  if (rows * columns * input.height * input.width * height * width === 1) return "vector";
  const isPossible = rows === 3 && columns === 3 && strides[0] === 1 && strides[1] === 1;
  if (!isPossible || input.channels < FEWEST_CHANNELS) return "direct";
  const direct = 9 * (height * width + FETCH_COST);
  const cost = costOf(tilingOf(action.window, input));
  return cost < WORTHWHILE * direct ? "winograd" : "direct";
}

/**
 * Chooses the tiles for Winograd.
 *
 * @param window A 3x3 window with stride 1.
 * @param input Size of its input.
 */
export function tilingOf(window: Window, input: Size): Tiling {
  const { height, width } = sizeBeforePooling(window, input);
  const [small, large] = ([2, 4] as const).map((side) => ({
    side,
    rows: Math.ceil(height / side),
    columns: Math.ceil(width / side),
  }));
  return costOf(small!) < costOf(large!) ? small! : large!;
}

/** Output rows and columns of a window moved over a picture. */
export function sizeBeforePooling(
  { kernel, strides, padding }: Window,
  input: Size,
): { height: number; width: number } {
  const height = input.height + padding.top + padding.bottom - kernel[0];
  const width = input.width + padding.left + padding.right - kernel[1];
  return {
    height: Math.floor(height / strides[0]) + 1,
    width: Math.floor(width / strides[1]) + 1,
  };
}

/** Multiply-adds per pair of input and output channels. */
function costOf({ side, rows, columns }: Tiling): number {
  return (side + 2) ** 2 * (rows * columns + FETCH_COST);
}
