// Ours against others and against version 0.1.0, in turns on the same frames:
// deno task bench [--quick] [--only networks|frames|commands|workers] [--output FILE]
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { checkOutBaseline } from "./baseline.ts";
import { compareCommands } from "./commands.ts";
import { compareFrames } from "./frames.ts";
import { makeMaterials } from "./materials.ts";
import { compareNetworks } from "./networks.ts";
import { startPeers } from "./peers.ts";
import { formatRow, header, type Row } from "./row.ts";
import { compareWorkers } from "./workers.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    output: { type: "string", default: new URL("results.json", import.meta.url).pathname },
  },
});
/** What can be measured, in this order. */
const groupNames = ["networks", "frames", "commands", "workers"] as const;
const wanted = groupNames.filter((name) => values.only === undefined || values.only === name);
if (wanted.length === 0) {
  // deno-lint-ignore no-console -- a program for people
  console.error(`No such group: ${values.only}. Groups: ${groupNames.join(", ")}`);
  Deno.exit(2);
}
const full = {
  clipSeconds: 60,
  networks: { rounds: 60, count: 20 },
  frames: { rounds: 40, count: 10 },
  commands: { starts: 11, clips: 5 },
  workers: { rounds: 3, pictures: 200, videoSeconds: 60 },
};
const quick = {
  clipSeconds: 4,
  networks: { rounds: 15, count: 10 },
  frames: { rounds: 12, count: 6 },
  commands: { starts: 5, clips: 3 },
  workers: { rounds: 2, pictures: 30, videoSeconds: 4 },
};
const length = values.quick ? quick : full;

const folder = await Deno.makeTempDir({ prefix: "mien-bench-" });
const removeFolder = () => Deno.removeSync(folder, { recursive: true });
Deno.addSignalListener("SIGINT", () => {
  removeFolder();
  Deno.exit(130);
});
try {
  await using peers = await startPeers();
  let checkedOut: Promise<URL> | undefined;
  const baseline = () => checkedOut ??= checkOutBaseline(`${folder}/baseline`);
  const materials = await makeMaterials(folder, length.clipSeconds);
  const groups: Record<typeof wanted[number], () => Promise<Row[]>> = {
    networks: () => compareNetworks(materials, peers, length.networks),
    frames: async () => compareFrames(materials, await baseline(), peers, length.frames),
    commands: async () => compareCommands(materials, await baseline(), peers, length.commands),
    workers: () => compareWorkers(materials, length.workers),
  };
  const rows: Row[] = [];
  print(header);
  for (const name of wanted) {
    const found = await groups[name]();
    rows.push(...found);
    found.forEach((row) => print(formatRow(row)));
  }
  const machine = { processor: cpus()[0]?.model, cores: cpus().length, deno: Deno.version.deno };
  const results = { date: new Date().toISOString(), quick: values.quick, machine, rows };
  await Deno.writeTextFile(values.output, JSON.stringify(results, null, 2) + "\n");
} finally {
  removeFolder();
}

function print(line: string): void {
  // deno-lint-ignore no-console -- a program for people
  console.log(line);
}
