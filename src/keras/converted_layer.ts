import type { GraphNode } from "../model/graph.ts";
import type { Dataset } from "./hdf5.ts";

/** A layer with its weights, as it goes into the graph. */
export interface ConvertedLayer extends Pick<GraphNode, "op" | "attributes"> {
  /** Weights by the graph's names, in Keras's order. */
  readonly weights: readonly (Dataset & { readonly name: string })[];
}
