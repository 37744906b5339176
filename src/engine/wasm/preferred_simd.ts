import type { Simd } from "./arithmetic.ts";
import { f32x4 } from "./instructions.ts";
import { ModuleBuilder } from "./module_builder.ts";

/**
 * Chooses the build for this runtime.
 *
 * @returns `relaxed` if the runtime supports relaxed SIMD, else `plain`.
 */
export function preferredSimd(): Simd {
  const module = new ModuleBuilder();
  module.function([], (f) => {
    const zero = f32x4.const(0);
    f.vector(f32x4.relaxedMultiplyAdd(zero, zero, zero));
  });
  return WebAssembly.validate(module.finish(1)) ? "relaxed" : "plain";
}
