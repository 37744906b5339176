import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type CliResult, runCli } from "../support/cli.ts";
import { fixture } from "../support/ffmpeg.ts";
import { bytesOf } from "../support/streams.ts";
import { testIn } from "../support/temporary.ts";

const cli = fileURLToPath(new URL("../../cli.ts", import.meta.url));
const picture = fixture("astronaut.png"), line = /^\S*astronaut\.png {2}happy .*\n$/;

/** Runs the command line in a shell, which redirects its streams. */
async function redirected(redirections: string, ...args: string[]): Promise<CliResult> {
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", `"$@" ${redirections}`, "sh", Deno.execPath(), "run", "-A", cli, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test({
  name: "cli.ts names a standard output that is full, and loses no result to standard error",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const full = "mien: Cannot write standard output: No space left on device\n";
    const [records, help, errors, usage] = await Promise.all([
      redirected("> /dev/full", picture),
      redirected("> /dev/full", "--help"),
      redirected("2> /dev/full", picture, "none.png"),
      redirected("2> /dev/full", "--none"),
    ]);
    assert.deepEqual([records.code, records.stderr], [1, full]);
    assert.deepEqual([help.code, help.stderr], [1, full]);
    assert.equal(errors.code, 1);
    assert.match(errors.stdout, line);
    assert.equal(usage.code, 2);
  },
});

Deno.test("cli.ts names a folder that is read as standard input", async () => {
  const { code, stderr } = await redirected("< /tmp");
  assert.deepEqual([code, stderr], [1, "mien: Cannot read -: Is a directory (os error 21)\n"]);
});

testIn("cli.ts lets no name of a file command the terminal", async (folder) => {
  const path = `${folder}/\x1b]0;a\x07.png`, shown = `${folder}/\\x1b]0;a\\x07.png`;
  await Deno.copyFile(picture, path);
  const { code, stdout, stderr } = await runCli([path, `${path}.none`]);
  assert.equal(code, 1);
  assert.ok(stdout.startsWith(`${shown}  happy`), stdout);
  assert.equal(stderr, `mien: Cannot read ${shown}.none: there is no such file\n`);
});

Deno.test("cli.ts reads no more of a picture than one of its size can have", async () => {
  const png = await Deno.readFile(fixture("astronaut.png"));
  const chunk = bytesOf(new Uint8Array([0, 1, 0, 0]), "tEXt", new Uint8Array((1 << 16) + 4));
  const stdin = bytesOf(png.subarray(0, 33), ...Array(400).fill(chunk));
  const { code, stderr } = await runCli([], { stdin });
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^mien: Cannot read frame 0 of -: its PNG does not end within 1992\d+ bytes\n/,
  );
});
