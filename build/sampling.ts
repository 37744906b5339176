// Builds the WebAssembly module that samples pictures, src/image/sampling_module.ts, which is
// committed: deno task build:sampling
import { Buffer } from "node:buffer";
import { writeFile } from "node:fs/promises";
import type { FunctionBuilder, Local } from "../src/engine/wasm/function_builder.ts";
import { f32x4, i32, i32x4, v128 } from "../src/engine/wasm/instructions.ts";
import { ModuleBuilder } from "../src/engine/wasm/module_builder.ts";

/** Where the module is. */
export const samplingModule = new URL("../src/image/sampling_module.ts", import.meta.url);

const memoryBytes = 4 << 20;
const vectorBytes = 16;

/**
 * Sums rows of bytes, weighted.
 *
 * @param terms Addresses of 32 bits and weights, one pair for each row.
 * @param termsEnd The end of the pairs.
 * @param length Bytes of a row; up to 15 more are read and summed.
 * @param sums Takes floating-point numbers.
 */
function blend(
  f: FunctionBuilder,
  terms: Local,
  termsEnd: Local,
  length: Local,
  sums: Local,
): void {
  const term = f.let("i32", terms), at = f.let("i32", i32.const(0));
  f.repeatUntil(at, length, vectorBytes, () => {
    const totals = f.vectors(Array(4).fill(f32x4.const(0)));
    f.set(term, terms);
    f.repeatUntil(term, termsEnd, 8, () => {
      const from = f.let("i32", i32.add(i32.load(term), at));
      const weight = f.vector(v128.loadSplat(term, 4));
      const halves = f.vectors([v128.loadBytes(from), v128.loadBytes(from, 8)]);
      halves.flatMap((half) => [i32x4.extendLow(half), i32x4.extendHigh(half)])
        .forEach((bytes, i) =>
          f.set(totals[i]!, f32x4.add(totals[i]!, f32x4.mul(f32x4.fromIntegers(bytes), weight)))
        );
    });
    totals.forEach((total, i) => f.store(sums, total, i * vectorBytes));
    f.advance(sums, 4 * vectorBytes);
  });
}

/**
 * Sums neighbours, weighted, up to four numbers at a time.
 *
 * @param firsts Addresses of the first neighbour of each result.
 * @param firstsEnd The end of the addresses.
 * @param weights As many weights for each result as it has neighbours.
 * @param weightBytes How long these are.
 * @param pitch Bytes from neighbour to neighbour.
 * @param results Takes the results; up to 12 bytes more are written.
 * @param resultBytes Bytes from result to result.
 */
function gather(
  f: FunctionBuilder,
  firsts: Local,
  firstsEnd: Local,
  weights: Local,
  weightBytes: Local,
  pitch: Local,
  results: Local,
  resultBytes: Local,
): void {
  const from = f.let("i32", i32.const(0)), end = f.let("i32", i32.const(0));
  f.repeatUntil(firsts, firstsEnd, 4, () => {
    const total = f.vector(f32x4.const(0));
    f.set(from, i32.load(firsts));
    f.set(end, i32.add(weights, weightBytes));
    f.repeatUntil(weights, end, 4, () => {
      f.set(total, f32x4.add(total, f32x4.mul(v128.load(from), v128.loadSplat(weights))));
      f.set(from, i32.add(from, pitch));
    });
    f.store(results, total);
    f.set(results, i32.add(results, resultBytes));
  });
}

/** The module as a file of TypeScript: it is so small that it need not be loaded. */
export function buildSampling(): string {
  const module = new ModuleBuilder();
  module.exportFunction("blend", module.function(["i32", "i32", "i32", "i32"], blend));
  module.exportFunction(
    "gather",
    module.function(["i32", "i32", "i32", "i32", "i32", "i32", "i32"], gather),
  );
  const binary = Buffer.from(module.finish(memoryBytes)).toString("base64");
  const lines = binary.match(/.{1,90}/g)!.map((line) => `  "${line}"`).join(" +\n");
  return `/** The WebAssembly module of sample_upright.ts in base64, built by build/sampling.ts. */
export const samplingModule: string =
${lines};
`;
}

if (import.meta.main) await writeFile(samplingModule, buildSampling());
