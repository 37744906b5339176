import { BLOCK_ADDRESS, type Emission } from "../emission.ts";
import type { Finisher } from "../finisher.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../function_builder.ts";
import { type Code, i32, v128 } from "../instructions.ts";
import { VECTOR } from "../layout.ts";
import type { Part } from "./cut_window.ts";
import { COLUMN_VECTORS, multiplyBlock } from "./multiply_block.ts";

/** Bytes of a pair of vectors, which a kernel computes at once for each pixel. */
export const PAIR_BYTES = COLUMN_VECTORS * VECTOR;

/** A strip of pixels whose window is multiplied as a whole. */
export interface StripKernel {
  /** The layout of the window in the block. */
  readonly part: Part;
  readonly pixels: number;
  /** How many pairs of channel vectors to compute. */
  readonly pairs: number;
  /** Bytes from one output pixel to the next. */
  readonly outputPitch: number;
}

/**
 * Adds a function that multiplies a strip of pixels by all columns of the weights and finishes the sums.
 *
 * Its parameters are the addresses of the weights, of the finisher's parameters, of the first output
 * pixel and of the first pixel of each merged value.
 */
export function stripKernel(
  emission: Emission,
  finisher: Finisher,
  kernel: StripKernel,
): FunctionReference {
  const { part: { offsets, pitch }, pixels, pairs, outputPitch } = kernel;
  const key = ["strip", offsets, pitch, pixels, pairs, outputPitch, finisher.key];
  return emission.module.sharedFunction(
    JSON.stringify(key),
    ["i32", "i32", "i32", ...mergedTypes(finisher)],
    (f, columns, parameters, to, ...merged) => {
      f.repeat(pairs, (channel) => {
        const sums = startSums(f, pixels, parameters, true);
        multiplyBlock(f, emission.arithmetic, blockOf(kernel.part, pixels), columns, sums);
        finish(f, finisher, kernel, sums, { parameters, to, merged, channel });
        f.advance(columns, offsets.length * PAIR_BYTES);
      }, PAIR_BYTES);
    },
  );
}

/**
 * Adds a function that multiplies a part of a strip's window by all columns of its weights.
 *
 * Its parameters are the start and the end of the weights, and the addresses of the bias and of the sums.
 * The first part starts with the bias, the others add to the sums. Steps with parts alike share it.
 */
export function partKernel(
  emission: Emission,
  part: Part,
  { pixels, isFirst }: { readonly pixels: number; readonly isFirst: boolean },
): FunctionReference {
  const { offsets, pitch } = part;
  return emission.module.sharedFunction(
    JSON.stringify(["part", offsets, pitch, pixels, isFirst]),
    ["i32", "i32", "i32", "i32"],
    (f, columns, end, bias, to) => {
      f.repeatUntil(columns, end, offsets.length * PAIR_BYTES, () => {
        const sums = startSums(f, pixels, isFirst ? bias : to, isFirst);
        multiplyBlock(f, emission.arithmetic, blockOf(part, pixels), columns, sums);
        for (const [i, sum] of sums.flat().entries()) f.store(to, sum, i * VECTOR);
        f.advance(bias, PAIR_BYTES);
        f.advance(to, pixels * PAIR_BYTES);
      });
    },
  );
}

/**
 * Adds a function that finishes the sums of a strip's parts.
 *
 * Its parameters are the addresses of the sums, of the finisher's parameters, of the first output pixel
 * and of the first pixel of each merged value.
 */
export function finishKernel(
  { module }: Emission,
  finisher: Finisher,
  kernel: Omit<StripKernel, "part">,
): FunctionReference {
  const { pixels, pairs, outputPitch } = kernel;
  return module.sharedFunction(
    JSON.stringify(["finish", pixels, pairs, outputPitch, finisher.key]),
    ["i32", "i32", "i32", ...mergedTypes(finisher)],
    (f, from, parameters, to, ...merged) => {
      f.repeat(pairs, (channel) => {
        const sums = startSums(f, pixels, from, false);
        finish(f, finisher, kernel, sums, { parameters, to, merged, channel });
        f.advance(from, pixels * PAIR_BYTES);
      }, PAIR_BYTES);
    },
  );
}

function mergedTypes({ mergedCount }: Finisher): "i32"[] {
  return Array(mergedCount).fill("i32");
}

function blockOf({ offsets, pitch }: Part, rows: number) {
  return {
    address: (row: number, k: number) => BLOCK_ADDRESS + row * pitch + offsets[k]!,
    rows,
    depth: offsets.length,
  };
}

/** Two vectors per pixel: the bias for every pixel, or the pixel's own sums. */
function startSums(f: FunctionBuilder, pixels: number, from: Local, isSame: boolean): Local[][] {
  return Array.from({ length: pixels }, (_, row) => {
    const offset = isSame ? 0 : row * PAIR_BYTES;
    return f.vectors([v128.load(from, offset), v128.load(from, offset + VECTOR)]);
  });
}

function finish(
  f: FunctionBuilder,
  finisher: Finisher,
  { outputPitch }: Pick<StripKernel, "outputPitch">,
  sums: readonly Local[][],
  at: { parameters: Local; to: Local; merged: readonly Local[]; channel: Code },
): void {
  for (let vector = 0; vector < COLUMN_VECTORS; vector++) {
    const parameters = finisher.loadParameters(f, at.parameters, vector * VECTOR);
    const channel = i32.add(at.channel, i32.const(vector * VECTOR));
    const merged = finisher.readMerged(f, at.merged, channel);
    for (const [pixel, sum] of sums.entries()) {
      const value = finisher.apply(f, sum[vector]!, parameters, merged(0, pixel));
      f.store(at.to, value, pixel * outputPitch + vector * VECTOR);
    }
  }
  f.advance(at.parameters, PAIR_BYTES);
  f.advance(at.to, PAIR_BYTES);
}
