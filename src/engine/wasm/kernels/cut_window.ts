import { BLOCK_BYTES } from "../emission.ts";
import { FLOAT, type Layout, pixelBytes, roundUp, rowBytes, VECTOR } from "../layout.ts";
import type { Window } from "../operation.ts";

/** A window with at most this many multiply-adds per sum is unrolled as a whole. */
const MOST_AT_ONCE = 96;
/** A larger window is split into parts with at most this many, which leaves room for longer strips. */
const MOST_IN_PART = 64;

/** A range of bytes to copy into the block. */
export interface Run {
  /** Offset from the start of the part, in bytes. */
  readonly from: number;
  /** Offset in the block, in bytes. */
  readonly to: number;
  readonly bytes: number;
}

/** A part of a window, small enough for one kernel. */
export interface Part {
  /** Offset of the part from the first input of the strip's first pixel, in bytes. */
  readonly start: number;
  /** What to copy into the block. */
  readonly runs: readonly Run[];
  /** Distance in the block between the inputs of neighbouring pixels, in bytes. */
  readonly pitch: number;
  /** Offsets of a pixel's inputs in the block, in the order of the weights. */
  readonly offsets: readonly number[];
}

/**
 * Splits a window over all channels into parts, in the order of its weights: several rows if they are
 * short, else one row, else some columns of a row, else some channels of one column.
 *
 * @param window The window.
 * @param input Layout of the picture that it moves over.
 * @param pixels How many neighbouring pixels are computed at once.
 */
export function cutWindow(window: Window, input: Layout, pixels: number): Part[] {
  const [rows, columns] = window.kernel, { channels } = input;
  const perRow = columns * channels;
  const most = rows * perRow <= MOST_AT_ONCE ? MOST_AT_ONCE : MOST_IN_PART;
  if (channels > most) {
    return times(rows).flatMap((row) =>
      times(columns).flatMap((column) =>
        ranges(channels, most).map(([first, count]) =>
          narrowPart(window, input, pixels, { row, column, first, count })
        )
      )
    );
  }
  if (perRow > most) {
    return times(rows).flatMap((row) =>
      ranges(columns, Math.floor(most / channels)).map(([first, count]) =>
        widePart(window, input, pixels, { row, rows: 1, first, count })
      )
    );
  }
  const slab = ((pixels - 1) * window.strides[1] + columns) * pixelBytes(input);
  const fitting = Math.floor(BLOCK_BYTES / roundUp(slab, VECTOR));
  return ranges(rows, Math.min(Math.floor(most / perRow), fitting)).map(([row, count]) =>
    widePart(window, input, pixels, { row, rows: count, first: 0, count: columns })
  );
}

/** All channels of some rows and columns. Pixels that several windows share are copied once. */
function widePart(
  { strides: [, stride] }: Window,
  input: Layout,
  pixels: number,
  part: { row: number; rows: number; first: number; count: number },
): Part {
  const { row, rows, first, count } = part, pixel = pixelBytes(input);
  if (rows * count === 1 && stride > 1) {
    const channels = { row, column: first, first: 0, count: input.channels };
    return narrowPart({ strides: [stride, stride] }, input, pixels, channels);
  }
  const bytes = ((pixels - 1) * stride + count) * pixel, slab = roundUp(bytes, VECTOR);
  return {
    start: row * rowBytes(input) + first * pixel,
    runs: times(rows).map((i) => ({
      from: i * rowBytes(input),
      to: i * slab,
      bytes,
    })),
    pitch: stride * pixel,
    offsets: times(rows).flatMap((i) =>
      times(count).flatMap((column) =>
        times(input.channels).map((channel) => i * slab + column * pixel + channel * FLOAT)
      )
    ),
  };
}

/** Some channels of one row and column of the window. */
function narrowPart(
  { strides: [, stride] }: Pick<Window, "strides">,
  input: Layout,
  pixels: number,
  part: { row: number; column: number; first: number; count: number },
): Part {
  const { row, column, first, count } = part, pitch = roundUp(count * FLOAT, VECTOR);
  return {
    start: row * rowBytes(input) + column * pixelBytes(input) + first * FLOAT,
    runs: times(pixels).map((i) => ({
      from: i * stride * pixelBytes(input),
      to: i * pitch,
      bytes: count * FLOAT,
    })),
    pitch,
    offsets: times(count).map((channel) => channel * FLOAT),
  };
}

/** The numbers from 0 to `count - 1`. */
function times(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Splits a length into as few nearly equal ranges of at most `most` as possible. */
function ranges(length: number, most: number): [first: number, count: number][] {
  const parts = Math.ceil(length / most), size = Math.ceil(length / parts);
  return times(Math.ceil(length / size)).map((i) => [i * size, Math.min(size, length - i * size)]);
}
