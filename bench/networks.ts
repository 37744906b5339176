import type { Materials } from "./materials.ts";
import type { Peers } from "./peers.ts";
import { compareIn, type Length, raceRunners } from "./race_runners.ts";
import { denoProgram } from "./runner.ts";
import type { Row } from "./row.ts";

const questions: readonly [ours: string, theirs: string, atMost: Record<string, number>][] = [
  ["ours", "tfjs", { five: 0.25, blazeface: 0.4 }],
  ["ours", "onnxruntime-web", { five: 0.22 }],
  ["ours", "onnxruntime-node", { five: 1, blazeface: 1.5 }],
  ["ours, plain SIMD", "tfjs", { five: 0.32 }],
];
const runner = new URL("runners/network.ts", import.meta.url);
/** The tolerance for outputs: absolute up to 1, relative above. */
const tolerance = 1e-4;

/** One run of each bundled network, one input, one thread, in every engine. */
export async function compareNetworks(
  { networks }: Materials,
  peers: Peers,
  length: Length,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const network of networks) {
    const inEngine = (engine: string) => denoProgram(runner, { engine, network });
    const race = await raceRunners(
      new Map([
        ["ours", inEngine("default")],
        ["ours, plain SIMD", inEngine("plain")],
        ["tfjs", inEngine("tfjs")],
        ["onnxruntime-web", peers.onnx("onnxruntime-web", network)],
        ["onnxruntime-node", peers.onnx("onnxruntime-node", network)],
      ]),
      length,
    );
    const reference = race.results.get("tfjs") as number[][];
    for (const [name, outputs] of race.results) {
      requireEqual(`${network.name} in ${name}`, outputs as number[][], reference);
    }
    for (const [ours, theirs, { [network.name]: atMost }] of questions) {
      const question = { what: network.name, ours, theirs };
      rows.push(compareIn(race, { ...question, ...(atMost && { target: { atMost } }) }));
    }
  }
  return rows;
}

function requireEqual(what: string, outputs: number[][], reference: number[][]): void {
  const expected = reference.flat(), actual = outputs.flat();
  const isEqual = actual.length === expected.length && actual.every((value, i) => {
    return Math.abs(value - expected[i]!) <= tolerance * Math.max(1, Math.abs(expected[i]!));
  });
  if (!isEqual) throw new Error(`${what} gives other outputs than in tfjs`);
}
