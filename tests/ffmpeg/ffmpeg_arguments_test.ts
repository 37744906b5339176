import { ffmpegArguments } from "../../src/ffmpeg/ffmpeg_arguments.ts";
import assert from "node:assert/strict";

Deno.test("ffmpegArguments() asks for the first video as 8-bit YUV4MPEG2", () => {
  assert.equal(
    ffmpegArguments("file:a b.mp4", {}).join("|"),
    "-nostdin|-hide_banner|-nostats|-loglevel|level+info|-dts_delta_threshold|1e9|-reinit_filter|0|-i|file:a b.mp4|-map|0:V:0|" +
      "-vf|scale,settb=1/1000000,showinfo@seen=checksum=0,showinfo@taken=checksum=0,settb=1/25,setpts=N|-r|25|" +
      "-f|yuv4mpegpipe|-pix_fmt|yuv420p|pipe:1",
  );
});

Deno.test("ffmpegArguments() seeks in the input and takes the first frame of each slot", () => {
  const list = ffmpegArguments("pipe:0", { fps: 2.5, from: 3.5, to: 90 }, 3);
  const input = list.indexOf("-i");
  assert.deepEqual(list.slice(input - 4, input), ["-ss", "3", "-to", "90.000000"]);
  assert.ok(
    list[list.indexOf("-vf") + 1]!.includes(
      ",select='gte(t,0.499999)*lte(t,86.999999)*(isnan(prev_selected_t)+" +
        "gt(floor((t-0.500000)*2.5+1e-6),floor((prev_selected_t-0.500000)*2.5+1e-6)))',",
    ),
  );
});
