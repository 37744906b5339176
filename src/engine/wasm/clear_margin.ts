import type { FunctionBuilder } from "./function_builder.ts";
import { clearMemory, i32, v128 } from "./instructions.ts";
import { addressOf, type Picture, pixelBytes, rowBytes, VECTOR } from "./layout.ts";

/** Emits the zeroing of a picture's margin, whose memory other values use between runs. */
export function clearMargin(f: FunctionBuilder, picture: Picture): void {
  const { address, top, bottom, left, right, height } = picture;
  const row = rowBytes(picture), before = left * pixelBytes(picture);
  const first = top * row + before, last = bottom * row + right * pixelBytes(picture);
  const clear = (at: number, bytes: number) => {
    if (bytes > 0) f.do(clearMemory(i32.const(at), bytes));
  };
  clear(address, first);
  clear(addressOf(picture, height - 1, picture.width), last);
  // The right margin of a row is followed directly by the left margin of the next one.
  const between = (left + right) * pixelBytes(picture);
  if (between === 0 || height === 1) return;
  const at = f.let("i32", i32.const(addressOf(picture, 0, picture.width)));
  f.repeat(height - 1, () => {
    if (between % VECTOR === 0) {
      for (let i = 0; i < between; i += VECTOR) f.store(at, v128.const(0, 0, 0, 0), i);
    } else {
      f.do(clearMemory(at, between));
    }
    f.advance(at, row);
  });
}
