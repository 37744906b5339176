import assert from "node:assert/strict";
import { openLive } from "../../src/cli/open_live.ts";
import { parseSettings } from "../../src/cli/parse_settings.ts";
import { OPTIONS } from "../../src/cli/recognize_options.ts";
import { OptionError } from "../../src/errors.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";

const open = async (args: string[]) =>
  await openLive(parseSettings(args, OPTIONS), new AbortController().signal, () => {});

Deno.test("openLive() opens nothing if no live source is requested", async () => {
  for (
    const line of ["a.mp4 --fps 5 --from 1", "- --stall 5", "https://example.org/a.mp4 --to 5"]
  ) {
    assert.equal(await open(line.split(" ")), undefined);
  }
});

Deno.test("openLive() opens URLs of live protocols by themselves", async () => {
  for (const protocol of ["rtsp", "rtmp", "udp", "srt", "RTSPS"]) {
    const frames = await open(`${protocol}://127.0.0.1:9/1 --fps 5 --reconnect`.split(" "));
    assert.deepEqual([frames?.received, frames?.dropped], [0, 0]);
  }
});

ffmpegTest("openLive() opens playlists without an end by themselves", async () => {
  const folder = await Deno.makeTempDir();
  const list = `${folder}/all.m3u8`;
  await ffmpeg(["-i", fixture("webcam.mp4"), "-an", "-t", "1", "-c", "copy", list]);
  const text = await Deno.readTextFile(list);
  await Deno.writeTextFile(`${folder}/live.m3u8`, text.replace("#EXT-X-ENDLIST", ""));
  const variants = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100000\nlive.m3u8\n";
  await Deno.writeTextFile(`${folder}/variants.m3u8`, variants);
  assert.equal(await open([list]), undefined);
  assert.equal(await open([`${folder}/none.m3u8`]), undefined);
  assert.equal((await open([`${folder}/live.m3u8`]))?.received, 0);
  assert.equal((await open([`${folder}/variants.m3u8`]))?.received, 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("openLive() opens a camera or live input with the options that it has", async () => {
  const camera = "--camera /dev/video2 --fps 15 -s 640x480 --stall 5s --reconnect";
  const slow = ["--camera", "--fps", "0.5"];
  for (const args of [["--camera"], camera.split(" "), slow, ["--input-args", "-re -i x"]]) {
    const frames = await open(args);
    assert.deepEqual([frames?.received, frames?.dropped], [0, 0]);
  }
});

Deno.test("openLive() refuses options without effect, and suggests others", async () => {
  const cases: Record<string, RegExp> = {
    "a.mp4 --reconnect": /^Cannot use --reconnect without a live source: give --camera,/,
    "rtsp://a/1 --from 1": /^Cannot use --from with a live source/,
    "rtsp://a/1 -s 4x4": /^Cannot use --size with a live URL/,
    "a.mp4 rtsp://a/1": /^Cannot watch several live sources/,
    "--camera --from 1": /^Cannot use --from with a live source/,
    "--camera --to 1": /^Cannot use --to with a live source/,
    "--camera -p rgb24 -s 4x4": /^Cannot use --pixel-format with a live source/,
    "--input-args=-i_x --fps 5": /^Cannot use --fps with --input-args: put ffmpeg's own/,
    "--input-args=-i_x -s 4x4": /^Cannot use --size with --input-args/,
    "--input-args=-i_x --camera": /^Cannot watch several live sources/,
    "--input-args=-i_x a.mp4": /^Cannot watch several live sources/,
    "--camera a b": /^Cannot watch several live sources/,
    "--camera --stall soon": /^Cannot use --stall soon: give seconds/,
    "--camera --stall 0": /^Cannot wait 0 ms/,
    "--input-args=-re": /have no "-i" with a value$/,
  };
  for (const [line, message] of Object.entries(cases)) {
    await assert.rejects(() => open(line.split(" ")), (error) => {
      assert(error instanceof OptionError && message.test(error.message), String(error));
      return true;
    });
  }
});
