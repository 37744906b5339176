// What a frame costs, stage by stage, against the floor: the bare runs of the two networks.
// Run as: deno run --allow-read bench/recognize.ts
import { startEngine } from "../src/engine/start_engine.ts";
import { readNetwork } from "../src/model/read_network.ts";
import { FaceDetector } from "../src/face/detector.ts";
import { openInput } from "../src/source/open_input.ts";
import { Recognizer } from "../src/recognizer.ts";

const rounds = 60;
const engine = await startEngine();
const load = async (model: string) => {
  const { graph, weights } = await readNetwork(new URL(`../models/${model}/`, import.meta.url));
  return await engine.load(graph, weights);
};
const blazeface = await load("blazeface"), five = await load("five");
const detector = await FaceDetector.load(engine);
const recognizer = await Recognizer.load();
const [frame] = await Array.fromAsync(openInput("fixtures/webcam.mjpeg", { to: 0.04 }));

const picture = new Float32Array(128 * 128 * 3), crop = new Float32Array(48 * 48);
const stages: Record<string, () => Promise<unknown>> = {
  "floor: BlazeFace and CNN alone": async () => {
    await blazeface.run(picture);
    await five.run(crop);
  },
  "BlazeFace alone": () => blazeface.run(picture),
  "CNN alone": () => five.run(crop),
  "detect a face in 400x300": () => detector.detect(frame!),
  "recognize one frame": () => recognizer.recognize(frame!),
};
const times = Object.keys(stages).map((): number[] => []);
for (let round = -5; round < rounds; round++) {
  for (const [i, run] of Object.values(stages).entries()) {
    const start = performance.now();
    await run();
    if (round >= 0) times[i]!.push(performance.now() - start);
  }
}
const medians = times.map((list) => list.toSorted((a, b) => a - b)[rounds >> 1]!);
for (const [i, name] of Object.keys(stages).entries()) {
  const ratio = (medians[i]! / medians[0]!).toFixed(2);
  // deno-lint-ignore no-console -- a program for people
  console.log(`${name.padEnd(32)} ${medians[i]!.toFixed(1).padStart(6)} ms  ${ratio} of the floor`);
}
