import type { Materials } from "./materials.ts";
import type { Peers } from "./peers.ts";
import { race } from "./race.ts";
import { type Command, lastError, linesOf } from "./runner.ts";
import { compare, type Row, type Target } from "./row.ts";

const root = new URL("..", import.meta.url);

/** How many times to measure the start to the first label, and the whole clip. */
export interface CommandRounds {
  starts: number;
  clips: number;
}

/** The command line: from start to the first label, and the whole clip with its peak memory. */
export async function compareCommands(
  { y4m, clip }: Materials,
  baseline: URL,
  peers: Peers,
  { starts, clips }: CommandRounds,
): Promise<Row[]> {
  // One thread, as 0.1.0 has.
  const ours = mien(root, ["--workers", "0", y4m]), before = mien(baseline, [y4m]);
  const first = await race(
    new Map([
      ["ours", () => timeToFirstLine(ours)],
      ["0.1.0", () => timeToFirstLine(before)],
      ["human", () => timeToFirstLine(peers.human(clip))],
      ["face-api", () => timeToFirstLine(peers.faceApi(clip))],
    ]),
    starts,
  );
  const startRow = (theirs: string, target?: Target) => {
    const question = {
      what: "start to first label",
      ours: "ours",
      theirs,
      ...(target && { target }),
    };
    return compare(question, "ms", first.get("ours")!, first.get(theirs)!);
  };
  return [
    startRow("0.1.0", { atMost: 0.35 }),
    startRow("human", { atMost: 0.35 }),
    startRow("face-api"),
    ...await compareWhole(ours, before, clips),
  ];
}

async function compareWhole(ours: Command, before: Command, rounds: number): Promise<Row[]> {
  const peaks = { ours: [] as number[], before: [] as number[] };
  const whole = (command: Command, peaks: number[]) => async () => {
    const { ms, peakMb } = await runWhole(command);
    peaks.push(peakMb);
    return ms;
  };
  const times = await race(
    new Map([["ours", whole(ours, peaks.ours)], ["0.1.0", whole(before, peaks.before)]]),
    rounds,
  );
  const sides = { ours: "ours", theirs: "0.1.0" };
  return [
    compare(
      { what: "command on the clip", ...sides, target: { atMost: 0.4 } },
      "ms",
      times.get("ours")!,
      times.get("0.1.0")!,
    ),
    compare(
      { what: "its peak memory", ...sides, target: { atMost: 0.7 } },
      "MB",
      peaks.ours,
      peaks.before,
    ),
  ];
}

/** The command line of a version, which prints one JSON line per frame. */
export function mien(version: URL, args: readonly string[]): Command {
  const cli = new URL("cli.ts", version).pathname;
  const fixed = ["run", "--allow-read", "--allow-run=ffmpeg", cli, "--quiet", "--format", "ndjson"];
  return { program: Deno.execPath(), args: [...fixed, ...args] };
}

/** Milliseconds from the start of a process to the first line of JSON that it prints. */
async function timeToFirstLine({ program, args }: Command): Promise<number> {
  const start = performance.now();
  const process = new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(process.stderr).text();
  // The runner waits for a frame in which every contender finds a face; the command line ignores this.
  const turn = new Blob([JSON.stringify({ first: 17, count: 1, tell: true }) + "\n"]).stream();
  turn.pipeTo(process.stdin).catch(() => {});
  let ms: number | undefined;
  for await (const line of linesOf(process.stdout)) {
    if (!line.startsWith("{")) continue;
    ms = performance.now() - start;
    break;
  }
  process.kill("SIGKILL");
  await process.status;
  if (ms === undefined) throw new Error(lastError(await errors));
  await errors;
  return ms;
}

async function runWhole({ program, args }: Command): Promise<{ ms: number; peakMb: number }> {
  const start = performance.now();
  const process = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  let peakMb = NaN, isRunning = true;
  const ended = process.status.then((status) => {
    isRunning = false;
    return { success: status.success, ms: performance.now() - start };
  });
  while (isRunning) {
    peakMb = await peakMegabytes(process.pid) ?? peakMb;
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  const { success, ms } = await ended;
  if (!success) throw new Error(`${args.join(" ")} failed`);
  return { ms, peakMb };
}

/** Peak resident memory of a running process, on Linux. */
async function peakMegabytes(pid: number): Promise<number | undefined> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "");
  const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
  return kilobytes ? Number(kilobytes) / 1000 : undefined;
}
