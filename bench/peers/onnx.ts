// Runs a network in ONNX Runtime on one thread:
// onnx.ts '{"package": "onnxruntime-web" | "onnxruntime-node", "network": {...}}'
import { type NetworkJob, toFloats } from "../runners/network_job.ts";
import { InputFile, takeTurns } from "../runners/turns.ts";

/** The parts of both packages that are used. */
interface OnnxRuntime {
  env: { wasm: { numThreads?: number } };
  InferenceSession: { create(file: Uint8Array, options: unknown): Promise<Session> };
  Tensor: new (type: "float32", data: Float32Array, shape: number[]) => unknown;
}

interface Session {
  outputNames: readonly string[];
  run(inputs: Record<string, unknown>): Promise<Record<string, { data: Float32Array }>>;
}

const { package: name, network } = JSON.parse(Deno.args[0]!) as {
  package: string;
  network: NetworkJob;
};
// Not a literal, so that type-checking the project does not download it.
const ort: OnnxRuntime = await import(name);
const { width, height, channels } = network;
const isWeb = name === "onnxruntime-web";
if (isWeb) ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(await Deno.readFile(network.onnx), {
  executionProviders: [isWeb ? "wasm" : "cpu"],
  graphOptimizationLevel: "all",
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});
const inputs = new InputFile(network.inputs, height * width * channels);
await takeTurns(
  (index) => {
    const floats = channelsFirst(toFloats(inputs.read(index), network), channels);
    return { input: new ort.Tensor("float32", floats, [1, channels, height, width]) };
  },
  async (input) => {
    const outputs = await session.run(input);
    return session.outputNames.map((output) => [...outputs[output]!.data]);
  },
);

function channelsFirst(values: Float32Array, channels: number): Float32Array {
  const pixels = values.length / channels;
  return values.map((_, i) => values[(i % pixels) * channels + Math.floor(i / pixels)]!);
}
