import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { runCli } from "../support/cli.ts";
import { fixture } from "../support/ffmpeg.ts";

const cli = fileURLToPath(new URL("../../cli.ts", import.meta.url));
const escape = "\x1b[";

/** What a run on a terminal is like. */
interface TerminalOptions {
  /** Variables of its environment. */
  env?: Record<string, string>;
  columns?: number;
  /** Presses Ctrl-C once the screen shows this. */
  endAt?: string;
  /** What is done before that. */
  meanwhile?: () => Promise<void>;
  /** @default {all} */
  permissions?: string[];
}

/** Runs the command line on a terminal of its own: what it writes there, and its exit code. */
async function onTerminal(
  args: string[],
  { env = {}, columns = 80, endAt, meanwhile, permissions = ["-A"] }: TerminalOptions = {},
): Promise<{ screen: string; code: number }> {
  const command = [Deno.execPath(), "run", "--quiet", ...permissions, cli, ...args];
  const line = command.map((it) => `'${it}'`).join(" ");
  const plain = "NO_COLOR" in env ? ":" : "unset NO_COLOR";
  const child = new Deno.Command("script", {
    args: ["-qec", `${plain}; stty cols ${columns} rows 24 -onlcr; exec ${line}`, "/dev/null"],
    env: { TERM: "xterm-256color", ...env },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const keys = child.stdin.getWriter();
  let screen = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const had = endAt !== undefined && screen.includes(endAt);
    screen += text;
    if (endAt !== undefined && !had && screen.includes(endAt)) {
      await meanwhile?.();
      await keys.write(new Uint8Array([3]));
    }
  }
  await keys.close().catch(() => {});
  return { screen, code: (await child.status).code };
}

function terminalTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: Deno.build.os !== "linux", fn });
}

const picture = fixture("astronaut.png");

terminalTest(
  "cli.ts colours labels on a terminal, and nothing where that is not wanted",
  async () => {
    const { screen, code } = await onTerminal(["--format", "text", picture]);
    assert.equal(code, 0);
    const [, ...parts] = /astronaut\.png {2}(.)\[([\d;]+)m.\[([\d;]+)mhappy.\[0m \d+%\n/.exec(
      screen,
    )!;
    assert.deepEqual(parts.map((part) => part.split(";", 1)[0]), ["\x1b", "38", "48"]);
    for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) {
      const { screen } = await onTerminal([picture], { env });
      assert.ok(!screen.includes(escape), JSON.stringify(screen));
      assert.match(screen, /astronaut\.png {2}happy \d+%\n/);
    }
    for (const format of ["ndjson", "csv"]) {
      const { screen } = await onTerminal(["-q", "--format", format, picture]);
      assert.ok(!screen.includes(escape));
    }
  },
);

terminalTest("cli.ts shows how far it is within the columns, and clears it", async () => {
  for (const columns of [80, 50]) {
    const args = ["--to", "1", fixture("webcam.mjpeg"), picture];
    const { screen, code } = await onTerminal(args, { columns, env: { NO_COLOR: "1" } });
    assert.equal(code, 0);
    assert.ok(!screen.includes(escape));
    const lines = screen.split("\n").map((line) => line.split("\r"));
    assert.ok(lines.flat().every((text) => !text.includes("█") || text.length < columns));
    assert.ok(lines.flat().some((text) => /█.* \d+%/.test(text)), screen);
    // What is written last in each line is a result or a note, and no remains.
    for (const line of lines) assert.doesNotMatch(line.at(-1)!, /█|left/);
  }
});

terminalTest("mien demo plays on a terminal, and Ctrl-C leaves it as it was", async () => {
  const { screen, code } = await onTerminal(["demo"], { endAt: "▀" });
  assert.equal(code, 130);
  assert.ok(screen.includes("\x1b[?25l") && screen.includes("\x1b[?25h"));
  assert.doesNotMatch(screen, /Try next/);
});

terminalTest("mien demo prints lines where a terminal is too small or colourless", async () => {
  const runs = [{ columns: 30 }, { env: { NO_COLOR: "1" } }] as const;
  for (const options of runs) {
    const { screen } = await onTerminal(["demo"], { ...options, endAt: "#1" });
    assert.match(screen, /0:00\.0 {2}#1 {2}/);
    assert.ok(!screen.includes("▀"));
  }
});

Deno.test("mien demo ends with what to try next, unless it is to be quiet", async () => {
  const [loud, quiet, elsewhere] = await Promise.all([
    runCli(["demo"]),
    runCli(["demo", "-q"]),
    runCli(["demo"], { cwd: "/" }),
  ]);
  assert.match(loud.stderr, /\nTry next:\n( {2}deno run .* cli\.ts .*\n){3}$/);
  assert.match(elsewhere.stderr, /\nTry next:\n( {2}mien .*\n){3}$/);
  assert.equal(quiet.stderr, "");
  assert.equal(quiet.stdout, loud.stdout);
  assert.match(
    loud.stdout,
    /^0:00\.0 {2}#1 {2}neutral \d+%\n(0:0\d\.\d {2}#1 {2}[a-z ()%\d]+\n)+$/,
  );
});

Deno.test("cli.ts sums up pictures, and lists what it wrote", async () => {
  const folder = await Deno.makeTempDir();
  const inputs = [picture, fixture("grace_hopper.jpg"), fixture("rocket.jpg")];
  const args = ["-o", `${folder}/out/`, ...inputs];
  const { code, stderr } = await runCli(args, { permissions: ["-A"] });
  assert.equal(code, 0);
  assert.equal(
    stderr,
    `3 pictures, 2 faces: happy 1, neutral 1\nwrote ${folder}/out/ (3 files)\n`,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("cli.ts suggests models, and lists them", async () => {
  const { code, stderr } = await runCli(["-m", "nass", picture]);
  assert.equal(code, 1);
  assert.match(stderr, /model nass: bundled are five, seven, nhs, nas; did you mean nas\?\n$/);
  const { stdout } = await runCli(["--list-models"]);
  assert.match(
    stdout,
    /^five +angry, happy, neutral, sad, surprise \(default\)\nseven +angry, disgust, fear, /,
  );
});

terminalTest("cli.ts serve asks for no further permission while it serves", async () => {
  using free = Deno.listen({ port: 0 });
  const { port } = free.addr as Deno.NetAddr;
  free.close();
  const permissions = ["--allow-read", `--allow-net=0.0.0.0:${port}`];
  const args = ["serve", "--host", "0.0.0.0", "--port", `${port}`, "--no-token"];
  const { screen, code } = await onTerminal(args, {
    permissions,
    endAt: "Serving on",
    async meanwhile() {
      // It looks whether it can be reached after two seconds.
      await new Promise((resolve) => setTimeout(resolve, 2500));
      const signal = AbortSignal.timeout(5000);
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal });
      assert.equal(await answer.text(), "ok\n");
    },
  });
  assert.doesNotMatch(screen, /requests net access/);
  assert.equal(code, 0);
});
