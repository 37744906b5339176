import { fixture } from "../support/ffmpeg.ts";
import { bytesOf } from "../support/streams.ts";
import { runWithoutPermission } from "../support/without_permission.ts";
import assert from "node:assert/strict";

Deno.test("streams of pictures and YUV4MPEG2 are read and decoded with no permission", async () => {
  const pictures = new URL("../golden/image/pictures/", import.meta.url);
  const png = await Deno.readFile(new URL("rgb.png", pictures));
  const ppm = await Deno.readFile(new URL("wide.ppm", pictures));
  const y4mFrame = bytesOf("FRAME\n", new Uint8Array(6));
  const streams: [Uint8Array<ArrayBuffer>, string][] = [
    [await Deno.readFile(fixture("webcam.mjpeg")), "150 400x300 rgba"],
    [bytesOf(png, png), "2 19x13 rgba"],
    [bytesOf(ppm, ppm, ppm), "3 19x13 rgb24"],
    [bytesOf("YUV4MPEG2 W2 H2\n", y4mFrame), "1 2x2 yuv420p"],
  ];
  const script = `
    import { readFrames } from "${new URL("../../src/source/read_frames.ts", import.meta.url)}";
    const seen = new Map();
    for await (const { width, height, format } of readFrames(Deno.stdin.readable)) {
      const kind = width + "x" + height + " " + format;
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
    for (const [kind, count] of seen) console.log(count, kind);`;
  for (const [bytes, expected] of streams) {
    assert.deepEqual(await runWithoutPermission(script, bytes), [expected]);
  }
});
