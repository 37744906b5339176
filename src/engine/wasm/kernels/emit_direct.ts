import { BLOCK_ADDRESS, type Emission } from "../emission.ts";
import { Finisher } from "../finisher.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../function_builder.ts";
import { i32, v128 } from "../instructions.ts";
import { FLOAT, LANES, type Layout, pixelBytes, roundUp, VECTOR } from "../layout.ts";
import type { Convolution } from "../operation.ts";
import type { Step } from "../step.ts";
import { cutWindow, type Part } from "./cut_window.ts";
import { DepthwiseStrip, partsOf } from "./depthwise_strip.ts";
import { forEachStrip, type Strips, stripsOf } from "./for_each_strip.ts";
import { COLUMN_VECTORS, MOST_ROWS } from "./multiply_block.ts";
import { finishKernel, PAIR_BYTES, partKernel, stripKernel } from "./strip_kernel.ts";

/**
 * Emits a direct convolution: for each strip of up to six pixels, the input of the window is copied into
 * the block, part by part, and multiplied by all columns of the weights.
 */
export function emitDirect(emission: Emission, step: Step<Convolution>): FunctionReference {
  const { module, packer, pictures, scratch } = emission;
  const input = pictures.get(step.inputs[0]!)!, output = pictures.get(step.output)!;
  const strips = stripsFor(step, input, output);
  const strip = step.before && new DepthwiseStrip(emission, step.before, input, strips.pixels);
  const { window } = (step.before ?? step).action;
  const parts = strip ? partsOf(input.channels) : cutWindow(window, input, strips.pixels);
  const finisher = new Finisher(emission, step, step.action.bias);
  const pairs = Math.ceil(step.size.channels / LANES);
  const kernel = { pixels: strips.pixels, pairs, outputPitch: pixelBytes(output) };
  let first = 0;
  const weights = parts.map(({ offsets: { length: rows } }) => {
    const options = { first, rows, columns: step.size.channels, vectors: COLUMN_VECTORS };
    first += rows;
    return packer.matrix(step.action.weights, options);
  });
  const load = (f: FunctionBuilder, part: Part, from: Local) =>
    strip
      ? strip.emit(f, part, from)
      : f.call(copyRuns(emission, part), i32.add(from, i32.const(part.start)));

  if (parts.length === 1) {
    const whole = stripKernel(emission, finisher, { ...kernel, part: parts[0]! });
    return module.function([], (f) => {
      forEachStrip(f, { input, output, window, finisher, strips }, ({ from, to, merged }) => {
        load(f, parts[0]!, from);
        f.call(whole, ...[weights[0]!, finisher.parameters].map(i32.const), to, ...merged);
      });
    });
  }
  const sums = scratch.get(step.output)!;
  const end = finishKernel(emission, finisher, kernel);
  return module.function([], (f) => {
    forEachStrip(f, { input, output, window, finisher, strips }, ({ from, to, merged }) => {
      for (const [i, part] of parts.entries()) {
        load(f, part, from);
        const bytes = part.offsets.length * pairs * PAIR_BYTES;
        const places = [weights[i]!, weights[i]! + bytes, finisher.parameters, sums];
        const options = { pixels: strips.pixels, isFirst: i === 0 };
        f.call(partKernel(emission, part, options), ...places.map(i32.const));
      }
      f.call(end, ...[sums, finisher.parameters].map(i32.const), to, ...merged);
    });
  });
}

/** How much scratch memory a direct convolution needs for the sums between its parts, in bytes. */
export function directScratch({ size }: Step<Convolution>): number {
  return MOST_ROWS * roundUp(size.channels, LANES) * FLOAT;
}

function stripsFor({ action, before }: Step<Convolution>, input: Layout, output: Layout): Strips {
  const parts = before ? partsOf(input.channels) : cutWindow(action.window, input, 1);
  return stripsOf(output.width, Math.max(...parts.map(({ offsets }) => offsets.length)));
}

/** Adds a function that copies a part's input into the block, from the address given. */
function copyRuns({ module }: Emission, { runs }: Part): FunctionReference {
  return module.sharedFunction(JSON.stringify(["copy", runs]), ["i32"], (f, from) => {
    for (const run of runs) {
      for (let i = 0; i < run.bytes; i += VECTOR) {
        f.store(i32.const(BLOCK_ADDRESS + run.to + i), v128.load(from, run.from + i));
      }
    }
  });
}
