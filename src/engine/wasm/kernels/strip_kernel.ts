import { BLOCK_ADDRESS, type Emission } from "../emission.ts";
import type { Finisher } from "../finisher.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../function_builder.ts";
import { type Code, i32, v128 } from "../instructions.ts";
import { VECTOR } from "../layout.ts";
import type { Part } from "./cut_window.ts";
import { COLUMN_VECTORS, multiplyBlock } from "./multiply_block.ts";

const PAIR_BYTES = COLUMN_VECTORS * VECTOR;

/** Describes a kernel for a strip of pixels. */
export interface StripKernel {
  /** The layout of the part in the block. */
  readonly part: Part;
  readonly pixels: number;
  /** How many pairs of channel vectors to compute. */
  readonly pairs: number;
  /** Bytes from one output pixel to the next. */
  readonly outputPitch: number;
  /** Whether sums start with the bias, else with those of the part before. */
  readonly isFirst: boolean;
  /** Whether sums are finished and stored, else kept for the next part. */
  readonly isLast: boolean;
  /** Address of the sums between parts. */
  readonly sums: number;
}

/**
 * Adds a function that multiplies a strip of pixels by all columns of the weights.
 *
 * Its parameters are the addresses of the weights, of the finisher's parameters, of the first output
 * pixel and, for the last part, of the first pixel of each merged value.
 */
export function stripKernel(
  emission: Emission,
  finisher: Finisher,
  kernel: StripKernel,
): FunctionReference {
  const { part: { offsets, pitch }, pixels, pairs, isFirst, isLast, sums } = kernel;
  const { part: _, ...rest } = kernel;
  const key = JSON.stringify(["strip", offsets, pitch, rest, isLast && finisher.key]);
  const merged = Array(isLast ? finisher.mergedCount : 0).fill("i32") as "i32"[];
  return emission.module.sharedFunction(
    key,
    ["i32", "i32", "i32", ...merged],
    (f, columns, parameters, to, ...others) => {
      const block = {
        address: (row: number, k: number) => BLOCK_ADDRESS + row * pitch + offsets[k]!,
        rows: pixels,
        depth: offsets.length,
      };
      f.repeat(pairs, (channel) => {
        const between = i32.add(i32.mul(channel, i32.const(pixels)), i32.const(sums));
        const start = isFirst ? parameters : f.let("i32", between);
        const accumulators = startSums(f, pixels, start, isFirst);
        multiplyBlock(f, emission.arithmetic, block, columns, accumulators);
        if (isLast) finish(f, finisher, kernel, accumulators, { parameters, to, others, channel });
        else storeSums(f, accumulators, f.let("i32", between));
        f.advance(columns, offsets.length * PAIR_BYTES);
        f.advance(parameters, PAIR_BYTES);
        f.advance(to, PAIR_BYTES);
      }, PAIR_BYTES);
    },
  );
}

/** Two vectors per pixel: the bias for every pixel, or the pixel's own sums. */
function startSums(f: FunctionBuilder, pixels: number, from: Local, isSame: boolean): Local[][] {
  return Array.from({ length: pixels }, (_, row) => {
    const offset = isSame ? 0 : row * PAIR_BYTES;
    return f.vectors([v128.load(from, offset), v128.load(from, offset + VECTOR)]);
  });
}

function storeSums(f: FunctionBuilder, sums: readonly Local[][], to: Local): void {
  for (const [i, sum] of sums.flat().entries()) f.store(to, sum, i * VECTOR);
}

function finish(
  f: FunctionBuilder,
  finisher: Finisher,
  { outputPitch }: StripKernel,
  sums: readonly Local[][],
  at: { parameters: Local; to: Local; others: readonly Local[]; channel: Code },
): void {
  for (let vector = 0; vector < COLUMN_VECTORS; vector++) {
    const parameters = finisher.loadParameters(f, at.parameters, vector * VECTOR);
    const channel = i32.add(at.channel, i32.const(vector * VECTOR));
    const merged = finisher.readMerged(f, at.others, channel);
    for (const [pixel, sum] of sums.entries()) {
      const value = finisher.apply(f, sum[vector]!, parameters, merged(0, pixel));
      f.store(at.to, value, pixel * outputPitch + vector * VECTOR);
    }
  }
}
