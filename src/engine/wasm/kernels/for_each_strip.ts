import type { Finisher } from "../finisher.ts";
import type { FunctionBuilder, Local } from "../function_builder.ts";
import { i32 } from "../instructions.ts";
import { addressOf, type Picture, pixelBytes, rowBytes } from "../layout.ts";
import type { Window } from "../operation.ts";

/** The possible widths of a strip. With fewer pixels, each sum would wait for its last addition. */
const WIDTHS = [6, 5, 4] as const;
/** The fixed cost of a strip, in pixels. */
const STRIP_COST = 0.5;

/** With more products in one kernel, its code would not fit the processor's cache of decoded code. */
const MOST_UNROLLED = 400;

/** A row split into equal strips. The last one may overlap the one before it. */
export interface Strips {
  readonly count: number;
  readonly pixels: number;
}

/**
 * Splits a row of pixels into strips, as cheaply as possible.
 *
 * @param width Width of the row in pixels.
 * @param depth How many products a kernel adds to each sum.
 */
export function stripsOf(width: number, depth: number): Strips {
  const costOf = ({ count, pixels }: Strips) => count * (pixels + STRIP_COST);
  const fitting = WIDTHS.filter((pixels) => pixels <= width);
  const short = fitting.filter((pixels) => pixels * depth <= MOST_UNROLLED);
  const widths = short.length > 0 ? short : [fitting.at(-1) ?? width];
  return widths.map((pixels) => ({ count: Math.ceil(width / pixels), pixels }))
    .reduce((best, strips) => costOf(strips) < costOf(best) ? strips : best);
}

/** Addresses of a strip. */
export interface StripAddresses {
  /** Address of the first pixel's first input. */
  readonly from: Local;
  /** Address of the first output pixel. */
  readonly to: Local;
  /** Address of the first pixel of each merged value. */
  readonly merged: readonly Local[];
}

/**
 * Emits a loop over all strips of the output of a window.
 *
 * @param f The function to write to.
 * @param pictures The pictures, the window and what is merged.
 * @param body Emits the code for one strip.
 */
export function forEachStrip(
  f: FunctionBuilder,
  { input, output, window, finisher, strips }: {
    readonly input: Picture;
    readonly output: Picture;
    readonly window: Window;
    readonly finisher: Finisher;
    readonly strips: Strips;
  },
  body: (addresses: StripAddresses) => void,
): void {
  const { strides: [down, across], padding } = window;
  const origin = addressOf(input, -padding.top, -padding.left);
  f.repeat(output.height, (row) => {
    f.repeat(strips.count, (index) => {
      const start = i32.mul(index, i32.const(strips.pixels));
      // The last strip may overlap the one before it.
      const column = f.let("i32", i32.min(start, i32.const(output.width - strips.pixels)));
      const place = (base: number, rows: number, columns: number) => {
        const offset = i32.add(i32.mul(row, i32.const(rows)), i32.mul(column, i32.const(columns)));
        return f.let("i32", i32.add(offset, i32.const(base)));
      };
      body({
        from: place(origin, down * rowBytes(input), across * pixelBytes(input)),
        to: place(addressOf(output), rowBytes(output), pixelBytes(output)),
        merged: Array.from(
          { length: finisher.mergedCount },
          (_, i) => f.let("i32", finisher.mergedAddress(i, row, column)),
        ),
      });
    });
  });
}
