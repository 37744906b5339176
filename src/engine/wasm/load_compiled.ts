import { messageOf, ModelError } from "../../errors.ts";
import type { Graph, NetworkWeights } from "../../model/graph.ts";
import type { Session } from "../engine.ts";
import { NetworkInstance } from "./network_instance.ts";

/**
 * Makes a compiled network ready to run.
 *
 * @param binary What `compileNetwork` made.
 * @param graph The network that it was made of.
 * @param weights Its weights.
 * @returns The network.
 * @throws {ModelError} If the runtime does not take it.
 */
export async function loadCompiled(
  binary: Uint8Array<ArrayBuffer>,
  graph: Graph,
  weights: NetworkWeights,
): Promise<Session> {
  const instance = await instantiate(binary, graph, weights);
  const { inputShape, outputShapes } = instance;
  return {
    inputShape,
    outputShapes,
    // deno-lint-ignore require-await -- the interface leaves room for engines that wait
    run: async (input, batch) => instance.run(input, batch),
    // Its memory goes with it.
    [Symbol.dispose]() {},
  };
}

async function instantiate(
  binary: Uint8Array<ArrayBuffer>,
  graph: Graph,
  weights: NetworkWeights,
): Promise<NetworkInstance> {
  try {
    return new NetworkInstance(await WebAssembly.compile(binary), graph, weights);
  } catch (cause) {
    const why = messageOf(cause);
    throw new ModelError("model-invalid", `Cannot load network: ${why}`, { cause });
  }
}
