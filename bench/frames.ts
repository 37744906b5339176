import type { Materials } from "./materials.ts";
import { paperHint, type Peers } from "./peers.ts";
import { compareIn, type Length, raceRunners, type RunnerRace } from "./race_runners.ts";
import { type Command, denoProgram } from "./runner.ts";
import type { FramesJob } from "./runners/frames_job.ts";
import { compare, type Row } from "./row.ts";

const root = new URL("..", import.meta.url);

/** A decoded frame of the clip and a decoded picture, from pixels to labels. */
export async function compareFrames(
  { clip, picture, networks }: Materials,
  baseline: URL,
  peers: Peers,
  length: Length,
): Promise<Row[]> {
  const contenders = (frames: FramesJob) =>
    [
      ["ours", recognizer(root, frames)],
      ["0.1.0", recognizer(baseline, frames)],
      ["human", peers.human(frames)],
      ["face-api", peers.faceApi(frames)],
      ["Haar and Keras", peers.paper(frames)],
    ] as const;
  const bare = networks.map((network) => {
    const file = new URL("runners/network.ts", import.meta.url);
    return [network.name, denoProgram(file, { engine: "default", network })] as const;
  });
  const ofClip = await raceRunners(new Map([...contenders(clip), ...bare]), length);
  const stills = { rounds: Math.ceil(length.rounds / 2), count: Math.ceil(length.count / 3) };
  const ofPicture = await raceRunners(new Map(contenders(picture)), stills);
  return [
    ...rowsOf("400x300 frame, one face", ofClip, { "0.1.0": 0.33 }),
    floorRow(ofClip, networks.map(({ name }) => name)),
    ...rowsOf("512x512 picture", ofPicture, { human: 0.4 }),
  ];
}

function recognizer(version: URL, frames: FramesJob): Command {
  const file = new URL("runners/recognize.ts", import.meta.url);
  return denoProgram(file, { module: new URL("mod.ts", version), frames }, version);
}

function rowsOf(what: string, race: RunnerRace, targets: Record<string, number>): Row[] {
  requireFaces(what, race);
  return ["0.1.0", "human", "face-api", "Haar and Keras"].map((theirs) => {
    const { [theirs]: atMost } = targets;
    const question = { what, ours: "ours", theirs, ...(atMost && { target: { atMost } }) };
    const row = compareIn(race, question);
    if (!("missing" in row) || theirs !== "Haar and Keras") return row;
    return { ...row, missing: `${row.missing} (${paperHint})` };
  });
}

/** A contender that finds no face would be unfairly fast. */
function requireFaces(what: string, { results }: RunnerRace): void {
  for (const [name, result] of results) {
    if ((result as unknown[]).length === 0) throw new Error(`${name} finds no face in ${what}`);
  }
}

/** A frame against one bare run of each network, which is the least it can take. */
function floorRow({ times }: RunnerRace, networks: readonly string[]): Row {
  const runs = networks.map((network) => times.get(network)!);
  const floor = runs[0]!.map((_, round) => runs.reduce((sum, ms) => sum + ms[round]!, 0));
  const question = { what: "400x300 frame, one face", ours: "ours", theirs: "bare networks" };
  return compare(question, "ms", times.get("ours")!, floor);
}
