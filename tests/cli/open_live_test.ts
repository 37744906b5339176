import assert from "node:assert/strict";
import { openLive } from "../../src/cli/open_live.ts";
import { parseSettings } from "../../src/cli/parse_settings.ts";
import { OPTIONS } from "../../src/cli/recognize_options.ts";
import { OptionError } from "../../src/errors.ts";

const open = async (args: string[]) =>
  await openLive(parseSettings(args, OPTIONS), new AbortController().signal, () => {});

Deno.test("openLive() opens nothing if no live source is requested", async () => {
  assert.equal(await open(["a.mp4", "--fps", "5", "--from", "1"]), undefined);
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
    "a.mp4 --reconnect": /^Cannot use --reconnect without a live source: give --camera or/,
    "a.mp4 --stall 5": /^Cannot use --stall without a live source/,
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
