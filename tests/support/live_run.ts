import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FrameResult } from "../../src/result.ts";
import type { SourceSummary } from "../../src/record/summary.ts";
import { fixture } from "./ffmpeg.ts";

/** The result of a live run. */
export interface LiveRun {
  /** Frames that the camera produced. */
  readonly frames: number;
  /** What the command line printed. */
  readonly records: FrameResult[];
  /** The summary that it wrote at the end. */
  readonly summary: SourceSummary;
  /** The memory that it held, in MB, at each record. */
  readonly residentMb: number[];
}

/**
 * Lets the command line watch the bundled clip, looped, as a camera with 30 frames per second, with a
 * network that takes `slowMs` per frame.
 */
export async function liveRun(seconds: number, slowMs: number): Promise<LiveRun> {
  const summaryFile = await Deno.makeTempFile({ suffix: ".json" });
  // The clip has 25 frames per second, so it is read a fifth faster.
  const camera = `-readrate 1.2 -stream_loop -1 -r 30 -t ${seconds} -i ${fixture("webcam.mp4")}`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", fileURLToPath(new URL("./slow_cli.ts", import.meta.url)), `${slowMs}`],
      ...["--workers", "0", "-f", "ndjson", "--summary", summaryFile, "--input-args", camera],
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const residentMb: number[] = [];
  let text = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    residentMb.push(await resident(child.pid));
  }
  if ((await child.status).code !== 0) throw new Error(await errors);
  const records = text.trim().split("\n").map((line): FrameResult => JSON.parse(line));
  const { sources: [summary] } = JSON.parse(await Deno.readTextFile(summaryFile));
  await Deno.remove(summaryFile);
  return { frames: seconds * 30, records, summary, residentMb };
}

/** Nothing, once it has ended. */
async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
