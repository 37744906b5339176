import type { Simd } from "./arithmetic.ts";

/** A module with one function, which runs `f32x4.relaxed_madd` once. */
const relaxedModule = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // Magic number and version.
  ...[1, 5, 1, 0x60, 0, 1, 0x7b], // A type: nothing to v128.
  ...[3, 2, 1, 0], // A function of that type.
  ...[10, 19, 1, 17, 0], // Its code, without locals.
  ...[0x41, 0, 0xfd, 0x0f], // i32.const 0, i8x16.splat, three times in all
  ...[0x41, 0, 0xfd, 0x0f],
  ...[0x41, 0, 0xfd, 0x0f],
  ...[0xfd, 0x85, 0x02], // f32x4.relaxed_madd
  0x0b,
);

/**
 * Chooses the build of a network for this run time.
 *
 * @returns `relaxed` if it supports relaxed SIMD, else `plain`.
 */
export function preferredSimd(): Simd {
  return WebAssembly.validate(relaxedModule) ? "relaxed" : "plain";
}
