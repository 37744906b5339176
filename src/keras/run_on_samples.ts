import type { Engine } from "../engine/engine.ts";
import { ModelError, OptionError } from "../errors.ts";
import type { Graph, Network } from "../model/graph.ts";
import type { ConvertedNetwork } from "./convert_keras.ts";

/** A network that gives probabilities. */
export interface TriedNetwork extends Network {
  /** True if Keras's network ends in logits, after which a softmax was added. */
  readonly softmaxAdded: boolean;
  /** Its probabilities for the samples, one after the other. */
  readonly answers: Float32Array;
}

/**
 * Runs a network on samples, and adds a softmax if it ends in logits. Whether it does is seen from what
 * it gives: some networks end in a mean of probabilities.
 *
 * @param engine What runs it.
 * @param network The network.
 * @param inputs The samples, one after the other.
 * @param labels How many labels there are.
 * @param name The name of the file, for messages.
 * @returns The network with what it gives.
 * @throws {ModelError} If it gives something else than a list of probabilities (`model-invalid`).
 * @throws {OptionError} If it does not have an output per label (`option-invalid`).
 */
export async function runOnSamples(
  engine: Engine,
  network: ConvertedNetwork,
  inputs: Float32Array,
  labels: number,
  name: string,
): Promise<TriedNetwork> {
  const { graph, weights, lastActivation } = network;
  checkOutput(graph, labels, name);
  const answers = await run(engine, network, inputs);
  let sum = strangeSum(answers, labels);
  if (sum === undefined) return { graph, weights, answers, softmaxAdded: false };
  if (lastActivation === "linear") {
    const whole = { graph: withSoftmax(graph), weights };
    const probabilities = await run(engine, whole, inputs);
    sum = strangeSum(probabilities, labels);
    if (sum === undefined) return { ...whole, answers: probabilities, softmaxAdded: true };
  }
  throw new ModelError(
    "model-invalid",
    `Cannot convert ${name}: its outputs sum to ${
      sum.toPrecision(3)
    }, not 1; its last activation is ${lastActivation}, and softmax is needed`,
  );
}

/** Runs a network once. */
export async function run(
  engine: Engine,
  { graph, weights }: Network,
  inputs: Float32Array,
): Promise<Float32Array> {
  using session = await engine.load(graph, weights);
  const size = session.inputShape.reduce((product, size) => product * size, 1);
  const [answers] = await session.run(inputs, inputs.length / size);
  return answers!;
}

function checkOutput({ nodes, outputs: [output] }: Graph, labels: number, name: string): void {
  const { shape } = nodes.find((node) => node.name === output)!;
  if (shape.length !== 1) {
    throw new ModelError(
      "model-invalid",
      `Cannot convert ${name}: its output is ${shape.join("x")}, not a list of probabilities`,
    );
  }
  if (shape[0] !== labels) {
    throw new OptionError(
      "option-invalid",
      `Cannot convert ${name}: ${labels} labels are given but the network has ${shape[0]} outputs`,
    );
  }
}

/** The sum of the first answer that is no list of probabilities, if there is one. */
function strangeSum(answers: Float32Array, labels: number): number | undefined {
  for (let at = 0; at < answers.length; at += labels) {
    const row = answers.subarray(at, at + labels);
    const sum = row.reduce((sum, p) => sum + p, 0);
    if (!(Math.abs(sum - 1) < 1e-3 && row.every((p) => p >= 0))) return sum;
  }
  return undefined;
}

function withSoftmax({ nodes, outputs: [output] }: Graph): Graph {
  const name = "added_softmax";
  const { shape } = nodes.find((node) => node.name === output)!;
  const softmax = { name, op: "Softmax", attributes: {}, inputs: [output!], shape, weights: {} };
  return { nodes: [...nodes, softmax], outputs: [name] };
}
