import { startProgram } from "../../src/ffmpeg/start_program.ts";
import { ffmpegTest } from "../support/ffmpeg.ts";
import assert from "node:assert/strict";

const module = new URL("../../src/ffmpeg/start_program.ts", import.meta.url);

/** The output of a process without PATH that starts a program with `--version`. */
async function start(
  name: string,
  flags: string[],
  env: Record<string, string> = {},
): Promise<string> {
  const script = `
    import { startProgram } from "${module}";
    try {
      const options = { action: "Cannot try it", stdout: true };
      const { child, ended } = startProgram("${name}", ["--version"], options);
      console.log((await new Response(child.stdout).text()).split(" ")[0]);
      await ended;
    } catch (error) {
      console.log(error.code, error.permission, error.message);
    }`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", ...flags, "-"],
    env: { PATH: "/nowhere", ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  await new Blob([script]).stream().pipeTo(child.stdin);
  return new TextDecoder().decode((await child.output()).stdout).trim();
}

// Deno stands in for ffmpeg, as its path is known.
const env = { MIEN_FFMPEG: Deno.execPath() };

Deno.test("startProgram() starts what MIEN_FFMPEG names in place of ffmpeg", async () => {
  assert.equal(await start("ffmpeg", ["--allow-run", "--allow-env=MIEN_FFMPEG"], env), "deno");
  assert.equal(
    await start("ffmpeg", ["--allow-run=ffmpeg", "--allow-env"], env),
    `permission-missing run=${env.MIEN_FFMPEG} ` +
      `Cannot try it: running ${env.MIEN_FFMPEG} is not permitted`,
  );
  assert.equal(
    await start("ffmpeg", ["--allow-run", "--allow-env"], { MIEN_FFMPEG: "/no/such/ffmpeg" }),
    "program-missing undefined Cannot try it: there is no program /no/such/ffmpeg, which MIEN_FFMPEG names",
  );
});

Deno.test("startProgram() starts ffmpeg where MIEN_FFMPEG may not be read, and ffplay", async () => {
  for (const [name, ...flags] of [["ffmpeg"], ["ffplay", "--allow-env"]]) {
    assert.equal(
      await start(name!, ["--allow-run", ...flags], env),
      `ffmpeg-missing undefined Cannot try it: ${name} is not installed`,
    );
  }
});

ffmpegTest("startProgram() keeps the log and reports its lines", async () => {
  const lines: string[] = [];
  const { log, ended } = startProgram("ffmpeg", ["-loglevel", "level+error", "-i", "/no/such"], {
    action: "Cannot try it",
    onLine: (line) => lines.push(line),
  });
  assert.equal((await ended).success, false);
  assert.match(log.lastError!, /No such file/);
  assert.match(lines[0]!, /\[error\].*No such file/);
});
