import type { Pixels } from "./frame.ts";

/**
 * Turns and mirrors a picture so that it is upright.
 *
 * @param pixels The picture as it is stored, as RGBA.
 * @param orientation Its EXIF orientation, 1 to 8.
 * @returns The upright picture: `pixels` itself if it is upright already.
 *
 * ref: EXIF 2.32, section 4.6.4
 *
 * @example
 * ```ts
 * import { turnUpright } from "./turn_upright.ts";
 * import assert from "node:assert/strict";
 *
 * const data = new Uint8Array([1, 1, 1, 1, 2, 2, 2, 2]);
 * const { width, height } = turnUpright({ format: "rgba", width: 2, height: 1, data }, 6);
 * assert.deepEqual([width, height], [1, 2]);
 * ```
 */
export function turnUpright(pixels: Pixels, orientation: number): Pixels {
  if (orientation === 1) return pixels;
  const { width, height, data } = pixels;
  const isLying = orientation >= 5;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const acrossColumns = fromRight ? -1 : 1, acrossRows = fromBottom ? -width : width;
  const [stepX, stepY] = isLying ? [acrossRows, acrossColumns] : [acrossColumns, acrossRows];
  const turned = { width: isLying ? height : width, height: isLying ? width : height };
  const from = new Uint32Array(data.slice().buffer), to = new Uint32Array(width * height);
  const start = (fromRight ? width - 1 : 0) + (fromBottom ? (height - 1) * width : 0);
  for (let y = 0, i = 0; y < turned.height; y++) {
    for (let x = 0, at = start + y * stepY; x < turned.width; x++, at += stepX) to[i++] = from[at]!;
  }
  return { format: "rgba", ...turned, data: new Uint8Array(to.buffer) };
}
