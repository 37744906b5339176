import { ffmpegArguments } from "../../src/ffmpeg/ffmpeg_arguments.ts";
import assert from "node:assert/strict";

Deno.test("ffmpegArguments() asks for the first video as 8-bit YUV4MPEG2", () => {
  assert.equal(
    ffmpegArguments("file:a b.mp4", {}).join("|"),
    "-nostdin|-hide_banner|-nostats|-loglevel|level+info|-i|file:a b.mp4|-map|0:V:0|" +
      "-f|yuv4mpegpipe|-pix_fmt|yuv420p|pipe:1",
  );
});

Deno.test("ffmpegArguments() seeks in the input and never makes more frames than there are", () => {
  const list = ffmpegArguments("pipe:0", { fps: 2.5, from: 1e-6, to: 90 });
  const input = list.indexOf("-i");
  assert.deepEqual(list.slice(input - 4, input), ["-ss", "0.000001", "-to", "90.000000"]);
  assert.equal(
    list[list.indexOf("-vf") + 1],
    "setpts=PTS-STARTPTS,fps=fps=min(source_fps\\,2.5):round=up",
  );
});
