import assert from "node:assert/strict";
import { parseSettings } from "../../src/cli/parse_settings.ts";
import { OPTIONS, readingOptions } from "../../src/cli/recognize_options.ts";
import { pixelFormats } from "../../src/image/frame.ts";

Deno.test("readingOptions() takes raw video of every pixel format", () => {
  for (const format of pixelFormats) {
    const { raw } = readingOptions(parseSettings(["-s", "4x3", "-p", format], OPTIONS));
    assert.deepEqual(raw, { width: 4, height: 3, format });
  }
});
