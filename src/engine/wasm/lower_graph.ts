import { ModelError } from "../../errors.ts";
import type { Graph } from "../../model/graph.ts";
import { lowerLayer } from "./lower_layer.ts";
import type { Operation } from "./operation.ts";

/**
 * Finds the first layer that the compiler does not support.
 *
 * @param graph A network.
 * @returns The name of the first node whose class or arguments are not supported, or nothing if the
 * network can be compiled.
 */
export function unsupportedLayer(graph: Graph): string | undefined {
  const result = lowerNodes(graph);
  return typeof result === "string" ? result : undefined;
}

/**
 * Translates the layers of a network into operations.
 *
 * @param graph A network.
 * @returns All operations, each after the ones that compute its inputs.
 * @throws {ModelError} If the compiler does not support a layer.
 */
export function lowerGraph(graph: Graph): Operation[] {
  const result = lowerNodes(graph);
  if (typeof result !== "string") return result;
  const { op } = graph.nodes.find(({ name }) => name === result)!;
  throw new ModelError(
    "model-invalid",
    `Cannot compile network: layer ${result} (${op}) is not supported`,
  );
}

function lowerNodes({ nodes }: Graph): Operation[] | string {
  const shapes = new Map(nodes.map(({ name, shape }) => [name, shape]));
  const operations: Operation[] = [];
  for (const node of nodes) {
    const inputShapes = node.inputs.map((name) => shapes.get(name)!);
    const lowered = lowerLayer({ node, inputShapes });
    if (!lowered) return node.name;
    operations.push(...lowered);
  }
  return operations;
}
