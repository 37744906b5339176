import { OptionError } from "../../src/errors.ts";
import { splitArguments } from "../../src/cli/split_arguments.ts";
import assert from "node:assert/strict";

Deno.test("splitArguments() splits as a shell does and expands nothing", async () => {
  const cases: Record<string, string[]> = {
    "": [],
    " -re  -i\tclip.mp4\n": ["-re", "-i", "clip.mp4"],
    [`play "a b.wav" '' --gain={confidence} '{"id": {id}}'`]: [
      ...["play", "a b.wav", "", "--gain={confidence}", '{"id": {id}}'],
    ],
    [`-i "my clip.mp4" -x ''`]: ["-i", "my clip.mp4", "-x", ""],
    [String.raw`-i 'a b'\ c "d\"e"`]: ["-i", "a b c", `d"e`],
    "-i rtsp://h/x?a=1&b=* -y $HOME #": ["-i", "rtsp://h/x?a=1&b=*", "-y", "$HOME", "#"],
  };
  for (const [line, expected] of Object.entries(cases)) {
    assert.deepEqual(await splitArguments(line), expected, line);
  }
});

Deno.test("splitArguments() refuses an unclosed quote", async () => {
  await assert.rejects(splitArguments(`-i "clip`), OptionError);
});
