import { BLOCK_ADDRESS, type Emission } from "../emission.ts";
import { Finisher } from "../finisher.ts";
import type { FunctionReference } from "../function_builder.ts";
import { i32, v128 } from "../instructions.ts";
import { FLOAT, LANES, type Layout, pixelBytes, roundUp, VECTOR } from "../layout.ts";
import type { Convolution } from "../operation.ts";
import type { Step } from "../step.ts";
import { cutWindow, type Part } from "./cut_window.ts";
import { DepthwiseStrip } from "./depthwise_strip.ts";
import { forEachStrip, type Strips, stripsOf } from "./for_each_strip.ts";
import { COLUMN_VECTORS, MOST_ROWS } from "./multiply_block.ts";
import { stripKernel } from "./strip_kernel.ts";

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
  const parts = strip ? [strip.part] : cutWindow(window, input, strips.pixels);
  const finisher = new Finisher(emission, step, step.action.bias);
  const kernels = parts.map((part, i) =>
    stripKernel(emission, finisher, {
      part,
      pixels: strips.pixels,
      pairs: Math.ceil(step.size.channels / LANES),
      outputPitch: pixelBytes(output),
      isFirst: i === 0,
      isLast: i === parts.length - 1,
      sums: scratch.get(step.output) ?? 0,
    })
  );
  let first = 0;
  const weights = parts.map(({ offsets: { length: rows } }) => {
    const options = { first, rows, columns: step.size.channels, vectors: COLUMN_VECTORS };
    first += rows;
    return packer.matrix(step.action.weights, options);
  });

  return module.function([], (f) => {
    forEachStrip(f, { input, output, window, finisher, strips }, ({ from, to, merged }) => {
      for (const [i, part] of parts.entries()) {
        if (strip) strip.emit(f, from);
        else f.call(copyRuns(emission, part), i32.add(from, i32.const(part.start)));
        const others = i === parts.length - 1 ? merged : [];
        const constants = [weights[i]!, finisher.parameters].map(i32.const);
        f.call(kernels[i]!, ...constants, to, ...others);
      }
    });
  });
}

/** How much scratch memory a direct convolution needs for the sums between its parts, in bytes. */
export function directScratch({ size }: Step<Convolution>): number {
  return MOST_ROWS * roundUp(size.channels, LANES) * FLOAT;
}

function stripsFor({ action, before }: Step<Convolution>, input: Layout, output: Layout): Strips {
  const parts = before ? [] : cutWindow(action.window, input, 1);
  const depths = parts.map(({ offsets }) => offsets.length);
  return stripsOf(output.width, before ? input.channels : Math.max(...depths));
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
