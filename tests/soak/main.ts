// deno-lint-ignore-file no-console -- a program for people
// Lets everything that runs for long run for long, and compares the last tenth with the first:
// deno task soak [--frames N] [--requests N] [--reconnects N] [--results FILE] [--plot FILE]
//
// 0 leaves a part out. What is in --results is not run again.
import { parseArgs } from "node:util";
import { soakCamera } from "./camera.ts";
import { soakPipe } from "./pipe.ts";
import { plot } from "./plot.ts";
import { ends, type Soak } from "./samples.ts";
import { soakService } from "./service.ts";

const { values } = parseArgs({
  options: {
    frames: { type: "string", default: "200000" },
    requests: { type: "string", default: "50000" },
    reconnects: { type: "string", default: "20" },
    results: { type: "string" },
    plot: { type: "string" },
  },
});
const [frames, requests, reconnects] = [values.frames, values.requests, values.reconnects].map(
  Number,
) as [number, number, number];

/** How much more memory the last tenth may take than the first. */
const mostGrowth = 1.05;

const soaks: Soak[] = await load();
for (const workers of [0, 1, 2]) {
  if (frames > 0) await run(`Pipe, ${workers} workers`, () => soakPipe(frames, workers));
}
if (requests > 0) await run("Service, twice its capacity", () => soakService(requests));
if (reconnects > 0) await run("Camera", () => soakCamera(reconnects));

console.log(
  "| run | done | first tenth, MB | last tenth, MB | first, per CPU s | last, per CPU s |",
);
console.log("| --- | --- | --- | --- | --- | --- |");
let isFlat = true;
for (const soak of soaks) {
  const [first, last] = ends(soak);
  const cells = [
    soak.name,
    `${soak.samples.at(-1)?.done} ${soak.unit}`,
    ...[first, last].map(({ bytes }) => (bytes / 1e6).toFixed(1)),
    ...[first, last].map(({ perCpuSecond }) => perCpuSecond.toPrecision(3)),
  ];
  console.log(`| ${cells.join(" | ")} |`);
  isFlat &&= last.bytes <= first.bytes * mostGrowth;
}
for (const { name, notes } of soaks) console.log(`${name}: ${JSON.stringify(notes)}`);
if (values.plot !== undefined) await Deno.writeTextFile(values.plot, await plot(soaks));
Deno.exit(isFlat ? 0 : 1);

async function run(name: string, soak: () => Promise<Soak>): Promise<void> {
  if (soaks.some((known) => known.name === name)) return;
  soaks.push(await soak());
  if (values.results !== undefined) await Deno.writeTextFile(values.results, JSON.stringify(soaks));
}

async function load(): Promise<Soak[]> {
  if (values.results === undefined) return [];
  return JSON.parse(await Deno.readTextFile(values.results).catch(() => "[]"));
}
