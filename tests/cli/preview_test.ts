import assert from "node:assert/strict";
import { runCli } from "../support/cli.ts";
import { ffmpegTest, fixture } from "../support/ffmpeg.ts";

const picture = fixture("astronaut.png");
const permissions = ["-A"];

Deno.test("cli.ts --preview terminal reports a missing terminal", async () => {
  for (const args of [["--preview", "terminal", picture], ["--preview=terminal", picture]]) {
    const { code, stdout, stderr } = await runCli(args, { permissions });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^mien: Cannot show the preview: standard error is not a terminal/);
  }
});

ffmpegTest("cli.ts --preview reports a missing display, whatever follows it", async () => {
  const before = Deno.env.get("DISPLAY");
  Deno.env.set("DISPLAY", ":987");
  try {
    for (const args of [["--preview", picture], ["--preview", "window", picture]]) {
      const { code, stdout, stderr } = await runCli(args, { permissions });
      assert.deepEqual([code, stdout.split("\n").length], [1, 2], stderr);
      assert.match(
        stderr,
        /^mien: Cannot show the preview: there is no display; use --preview term/,
      );
    }
  } finally {
    if (before === undefined) Deno.env.delete("DISPLAY");
    else Deno.env.set("DISPLAY", before);
  }
});

Deno.test("cli.ts --preview refuses other places", async () => {
  const { code, stderr } = await runCli(["--preview=moon", picture]);
  assert.equal(code, 2);
  assert.match(stderr, /^mien: Cannot use --preview moon: give one of window, terminal\n$/);
});
