import { gunzipSync, unzipSync } from "npm:fflate@0.8.3";
import { startEngine } from "../../src/engine/start_engine.ts";
import type { Network, Shape } from "../../src/model/graph.ts";

const FOLDER = new URL("../golden/keras/", import.meta.url);

/** A file made by `training/golden_keras.py`. */
export function golden(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(name, FOLDER));
}

/** The 32 inputs of a golden network: 8x8 blocks spread over pictures of its shape. */
export function goldenInputs(
  shape: Shape,
  divisor: number,
): Float32Array {
  const [height, width, channels] = shape as [number, number, number];
  const blocks = golden("inputs.u8");
  const inputs = new Float32Array(32 * height * width * channels);
  let i = 0;
  for (let picture = 0; picture < 32; picture++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const row = Math.floor(y * 8 / height), column = Math.floor(x * 8 / width);
        const block = ((picture * 8 + row) * 8 + column) * 3;
        for (let c = 0; c < channels; c++) inputs[i++] = blocks[block + c]! / divisor;
      }
    }
  }
  return inputs;
}

/** Keras's probabilities for the 32 inputs, one after the other. */
export function goldenAnswers(name: string): number[] {
  return JSON.parse(new TextDecoder().decode(golden(`${name}.json`))).flat();
}

/** The outputs of a converted network for the 32 inputs. */
export async function run(network: Network, divisor = 1): Promise<Float32Array> {
  const engine = await startEngine();
  using session = await engine.load(network.graph, network.weights);
  const [answers] = await session.run(goldenInputs(network.graph.nodes[0]!.shape, divisor), 32);
  return answers!;
}

/** Turns logits, `size` of them per row, into probabilities. */
export function softmax(logits: Float32Array, size: number): Float32Array {
  const powers = logits.map(Math.exp);
  return powers.map((power, i) => {
    const at = i - i % size;
    return power / powers.subarray(at, at + size).reduce((sum, power) => sum + power, 0);
  });
}

/** The largest difference between two lists of numbers of the same length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers against ${b.length}`);
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

/** The networks of one Keras made by `training/golden_layers.py`, by name. */
export function goldenLayers(version: string): {
  files: Record<string, Uint8Array>;
  inputs: Float32Array;
  answers: Record<string, number[][]>;
} {
  const { "inputs.f32": inputs, "answers.json": answers, ...files } = unzipSync(
    gunzipSync(golden(`layers_${version}.zip.gz`)),
  );
  return {
    files: Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name.replace(".keras", ""), bytes]),
    ),
    inputs: new Float32Array(inputs!.slice().buffer),
    answers: JSON.parse(new TextDecoder().decode(answers)),
  };
}
