import assert from "node:assert/strict";
import { decodeImage } from "../../src/image/decode_image.ts";
import { createFrame, frameBytes, type PixelFormat } from "../../src/image/frame.ts";
import { encodePicture } from "../../src/sink/encode_picture.ts";

const FORMATS: PixelFormat[] = ["rgb24", "rgba", "gray", "yuv420p", "yuv422p", "yuv444p"];

for (const kind of ["png", "jpeg"] as const) {
  Deno.test(`encodePicture() writes every layout as ${kind}`, async () => {
    for (const format of FORMATS) {
      const data = new Uint8Array(frameBytes(format, 33, 17)).fill(128);
      const frame = createFrame(format, 33, 17, data, { fullRange: true });
      const decoded = await decodeImage(await encodePicture(frame, kind));
      assert.deepEqual([decoded.width, decoded.height], [33, 17]);
      // rgba of 128 is half transparent: PNG keeps it, JPEG puts it on white.
      const expected = format === "rgba"
        ? kind === "png" ? [128, 128, 128, 128] : [191, 191, 191, 255]
        : [128, 128, 128, 255];
      for (const [i, value] of decoded.data.entries()) {
        assert.ok(Math.abs(value - expected[i % 4]!) <= 2, `${format} ${i}: ${value}`);
      }
    }
  });
}

Deno.test("encodePicture() leaves the frame's samples alone", async () => {
  const frame = createFrame("rgba", 1, 1, new Uint8Array([1, 2, 3, 0]));
  await encodePicture(frame, "jpeg");
  assert.deepEqual([...frame.data], [1, 2, 3, 0]);
});

Deno.test("encodePicture() refuses what a JPEG cannot hold", async () => {
  const frame = createFrame("gray", 65536, 1, new Uint8Array(65536));
  await assert.rejects(encodePicture(frame, "jpeg"), { code: "option-invalid" });
  assert.ok((await encodePicture(frame, "png")).length > 0);
});
