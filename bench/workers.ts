import { mien } from "./commands.ts";
import { ffmpeg, type Materials } from "./materials.ts";
import { race } from "./race.ts";
import { type Command, linesOf } from "./runner.ts";
import { compare, type Row } from "./row.ts";

const root = new URL("..", import.meta.url);
const clip = new URL("../fixtures/webcam.mp4", import.meta.url).pathname;

/** How much to measure. */
export interface WorkerRounds {
  rounds: number;
  pictures: number;
  videoSeconds: number;
}

/** Frames per second of two workers against one: a folder of JPEGs, and a video. */
export async function compareWorkers(
  materials: Materials,
  { rounds, pictures, videoSeconds }: WorkerRounds,
): Promise<Row[]> {
  const folder = `${materials.folder}/jpegs`;
  const inputs = { [`${pictures} JPEGs`]: [folder], video: ["--to", String(videoSeconds), clip] };
  const hasWorkers = await offersWorkers();
  if (hasWorkers) {
    await Deno.mkdir(folder);
    await ffmpeg([
      "-i",
      clip,
      "-vf",
      "scale=640:480",
      "-frames:v",
      String(pictures),
      `${folder}/%03d.jpg`,
    ]);
  }
  const rows: Row[] = [];
  for (const [what, input] of Object.entries(inputs)) {
    const question = { what, ours: "two workers", theirs: "one", target: { atLeast: 1.7 } };
    if (!hasWorkers) {
      rows.push({ ...question, missing: "runs when the command line has --workers" });
      continue;
    }
    const rate = (workers: number) => () =>
      framesPerSecond(mien(root, ["--workers", String(workers), ...input]));
    const rates = await race(new Map([["two", rate(2)], ["one", rate(1)]]), rounds);
    rows.push(compare(question, "frames/s", rates.get("two")!, rates.get("one")!));
  }
  return rows;
}

async function offersWorkers(): Promise<boolean> {
  const { program, args } = mien(root, ["--help"]);
  const { stdout } = await new Deno.Command(program, { args }).output();
  return new TextDecoder().decode(stdout).includes("--workers");
}

/** Records per second after the first one. */
async function framesPerSecond({ program, args }: Command): Promise<number> {
  const process = new Deno.Command(program, { args, stdin: "null", stdout: "piped" }).spawn();
  let records = 0, first = 0, last = 0;
  for await (const _ of linesOf(process.stdout)) {
    last = performance.now();
    if (records++ === 0) first = last;
  }
  if (!(await process.status).success) throw new Error(`${args.join(" ")} failed`);
  return 1000 * (records - 1) / (last - first);
}
