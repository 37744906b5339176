import { createFrame, frameBytes } from "../../src/image/frame.ts";
import assert from "node:assert/strict";

Deno.test("frameBytes() rounds the size of chroma planes up", () => {
  const bytes = (["rgb24", "rgba", "gray", "yuv420p", "yuv422p", "yuv444p"] as const)
    .map((format) => frameBytes(format, 5, 3));
  assert.deepEqual(bytes, [45, 60, 15, 15 + 2 * 6, 15 + 2 * 9, 45]);
});

Deno.test("createFrame() knows the usual range of each layout", () => {
  assert.equal(createFrame("gray", 1, 1, new Uint8Array(1)).fullRange, true);
  assert.equal(createFrame("yuv444p", 1, 1, new Uint8Array(3)).fullRange, false);
  assert.equal(createFrame("gray", 1, 1, new Uint8Array(1), { fullRange: false }).fullRange, false);
});

Deno.test("createFrame() refuses samples that do not fill the frame", () => {
  for (const [width, height, bytes] of [[2, 2, 11], [2, 2, 13], [0, 5, 0], [NaN, 1, 0]] as const) {
    assert.throws(() => createFrame("rgb24", width, height, new Uint8Array(bytes)), {
      code: "picture-invalid",
    });
  }
});

Deno.test("createFrame() refuses sizes, pixels and times that are no numbers of their kind", () => {
  const refused = [
    [2.5, 2, 5, {}, /its sides must be whole numbers above 0, not 2\.5x2$/],
    [0, 2, 0, {}, /its sides must be whole numbers above 0, not 0x2$/],
    ...[300, Infinity, -1, 0, NaN].map((pixelAspect) =>
      [2, 2, 4, { pixelAspect }, /its pixels must be at most 4 times as long as wide/] as const
    ),
    [2, 2, 4, { time: NaN }, /its time is not a number$/],
  ] as const;
  for (const [width, height, bytes, options, message] of refused) {
    assert.throws(() => createFrame("gray", width, height, new Uint8Array(bytes), options), {
      code: "picture-invalid",
      message,
    });
  }
});
