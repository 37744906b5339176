/** How anchors are laid out, named as in MediaPipe's SsdAnchorsCalculatorOptions. */
export interface SsdAnchorsOptions {
  /** Width of the network's input in pixels. */
  readonly inputSizeWidth: number;
  /** Height of the network's input in pixels. */
  readonly inputSizeHeight: number;
  /** The anchor's position in its cell from the left, 0 to 1. */
  readonly anchorOffsetX: number;
  /** The anchor's position in its cell from the top, 0 to 1. */
  readonly anchorOffsetY: number;
  /** Pixels between the cells of each layer. Consecutive layers of the same stride share their cells. */
  readonly strides: readonly number[];
  /** Each adds one anchor per layer and cell. */
  readonly aspectRatios: readonly number[];
  /** Adds one more anchor per layer and cell if above 0. */
  readonly interpolatedScaleAspectRatio: number;
  /** All anchors are as large as the input, so only their centres matter. */
  readonly fixedAnchorSize: true;
}

/**
 * Lists the centres of a single-shot detector's anchors in the order of the network's outputs.
 *
 * ref: MediaPipe SsdAnchorsCalculator
 *
 * @param options How the anchors are laid out.
 * @returns `x, y` of each anchor in fractions of the input: layer by layer, row by row.
 *
 * @example
 * ```ts
 * import { ssdAnchors } from "./ssd_anchors.ts";
 * import assert from "node:assert/strict";
 *
 * const anchors = ssdAnchors({
 *   inputSizeWidth: 32,
 *   inputSizeHeight: 16,
 *   anchorOffsetX: 0.5,
 *   anchorOffsetY: 0.5,
 *   strides: [16],
 *   aspectRatios: [1],
 *   interpolatedScaleAspectRatio: 0,
 *   fixedAnchorSize: true,
 * });
 * assert.deepEqual([...anchors], [0.25, 0.5, 0.75, 0.5]);
 * ```
 */
export function ssdAnchors(options: SsdAnchorsOptions): Float32Array {
  const { strides, aspectRatios, anchorOffsetX, anchorOffsetY } = options;
  const perLayer = aspectRatios.length + (options.interpolatedScaleAspectRatio > 0 ? 1 : 0);
  const centres: number[] = [];
  for (let layer = 0; layer < strides.length;) {
    const stride = strides[layer]!;
    const first = layer;
    while (strides[layer] === stride) layer++;
    const perCell = perLayer * (layer - first);
    const columns = Math.ceil(options.inputSizeWidth / stride);
    const rows = Math.ceil(options.inputSizeHeight / stride);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        for (let anchor = 0; anchor < perCell; anchor++) {
          centres.push((x + anchorOffsetX) / columns, (y + anchorOffsetY) / rows);
        }
      }
    }
  }
  return Float32Array.from(centres);
}
