import type { Emission } from "../emission.ts";
import type { FunctionBuilder, FunctionReference } from "../function_builder.ts";
import { clearMemory, f32, i32, v128 } from "../instructions.ts";
import {
  addressOf,
  FLOAT,
  type Layout,
  type Picture,
  pixelBytes,
  rowBytes,
  totalBytes,
  VECTOR,
} from "../layout.ts";
import type { Placement } from "../operation.ts";
import type { Step } from "../step.ts";

/** The part of an input to copy along one axis: where it starts, and how much. */
interface Cut {
  readonly input: Picture;
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Emits the copying of pictures into another one, whose remaining pixels are zero. */
export function emitPlacement(
  { module, pictures }: Emission,
  step: Step<Placement>,
): FunctionReference {
  const output = pictures.get(step.output)!;
  const cuts = step.inputs.map((name, i) =>
    cutOf(pictures.get(name)!, output, step.action.offsets[i]!)
  );
  const numbers = ({ height, width, channels }: Pick<Layout, "height" | "width" | "channels">) =>
    height * width * channels;
  const covered = cuts.reduce((sum, cut) => sum + numbers(cut), 0);
  return module.function([], (f) => {
    if (covered < numbers(output)) {
      f.do(clearMemory(i32.const(output.address), totalBytes(output)));
    }
    for (const [i, { row, column, channel }] of step.action.offsets.entries()) {
      const to = addressOf(output, Math.max(row, 0), Math.max(column, 0)) + channel * FLOAT;
      copyCut(f, cuts[i]!, output, to);
    }
  });
}

function cutOf(
  input: Picture,
  output: Picture,
  { row, column }: Placement["offsets"][number],
): Cut {
  return {
    input,
    row: Math.max(-row, 0),
    column: Math.max(-column, 0),
    height: Math.min(input.height, output.height),
    width: Math.min(input.width, output.width),
    channels: input.channels,
  };
}

/** Pixels without gaps between them, in the input and the output, are copied at once. */
function copyCut(f: FunctionBuilder, cut: Cut, output: Picture, to: number): void {
  const { input, height, width, channels } = cut;
  const isRun = input.stride === channels && output.stride === channels;
  const pixels = isRun ? 1 : width, numbers = isRun ? width * channels : channels;
  const source = f.let("i32", i32.const(addressOf(input, cut.row, cut.column)));
  const target = f.let("i32", i32.const(to));
  f.repeat(height, () => {
    const from = f.let("i32", source), at = f.let("i32", target);
    f.repeat(pixels, () => {
      const vectors = Math.floor(numbers / 4);
      const fromNumber = f.let("i32", from), toNumber = f.let("i32", at);
      if (vectors > 0) {
        f.repeat(vectors, () => {
          f.store(toNumber, v128.load(fromNumber));
          f.advance(fromNumber, VECTOR);
          f.advance(toNumber, VECTOR);
        });
      }
      for (let i = 0; i < numbers % 4; i++) {
        f.storeFloat(toNumber, f32.load(fromNumber, i * FLOAT), i * FLOAT);
      }
      f.advance(from, pixelBytes(input));
      f.advance(at, pixelBytes(output));
    });
    f.advance(source, rowBytes(input));
    f.advance(target, rowBytes(output));
  });
}
