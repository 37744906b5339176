import type { Emission } from "../emission.ts";
import { exponential } from "../exponential.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../function_builder.ts";
import { type Code, f32, f32x4, v128 } from "../instructions.ts";
import { VECTOR } from "../layout.ts";
import type { Softmax } from "../operation.ts";
import type { Step } from "../step.ts";
import { forEachPixel, pixelAddress } from "./for_each_pixel.ts";

/** Its exponential is too small to change a sum. */
const LOWEST = -3.4e38;

/** Emits softmax over the channels. The largest number is subtracted first. */
export function emitSoftmax(emission: Emission, step: Step<Softmax>): FunctionReference {
  const { module, pictures } = emission;
  const input = pictures.get(step.inputs[0]!)!, output = pictures.get(step.output)!;
  const whole = Math.floor(output.channels / 4), rest = output.channels % 4;
  return module.function([], (f) => {
    const loop = (from: Local, body: (value: Code, isLast: boolean) => void): void => {
      if (whole > 0) {
        f.repeat(whole, () => {
          body(v128.load(from), false);
          f.advance(from, VECTOR);
        });
      }
      if (rest > 0) body(v128.load(from), true);
    };
    const others = [0, 1, 2, 3].map((lane) => lane < rest ? -1 : 0);
    const only = (value: Code, or: number) =>
      v128.select(value, f32x4.const(or), v128.const(...others));
    forEachPixel(f, output, (row, column) => {
      const start = (picture = input) => f.let("i32", pixelAddress(picture, row, column));
      const most = f.vector(f32x4.const(LOWEST));
      loop(start(), (value, isLast) => {
        f.set(most, f32x4.max(most, isLast ? only(value, LOWEST) : value));
      });
      const largest = f.vector(f32x4.splat(ofLanes(most, f32.max)));
      const sum = f.vector(f32x4.const(0)), to = start(output);
      loop(start(), (value, isLast) => {
        const power = exponentialBelow(f, emission, value, largest);
        f.set(sum, f32x4.add(sum, isLast ? only(power, 0) : power));
        f.store(to, power);
        f.advance(to, VECTOR);
      });
      const share = f.vector(f32x4.splat(f32.div(f32.const(1), ofLanes(sum, f32.add))));
      const at = start(output);
      f.repeat(Math.ceil(output.channels / 4), () => {
        f.store(at, f32x4.mul(v128.load(at), share));
        f.advance(at, VECTOR);
      });
    });
  });
}

function exponentialBelow(f: FunctionBuilder, emission: Emission, x: Code, largest: Local): Local {
  return f.vector(exponential(f, emission, f32x4.sub(x, largest)));
}

/** Combines all four lanes. */
function ofLanes(vector: Local, join: (a: Code, b: Code) => Code): Code {
  const [a, b, c, d] = [0, 1, 2, 3].map((lane) => f32x4.extract(vector, lane));
  return join(join(a!, b!), join(c!, d!));
}
