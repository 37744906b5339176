import type { Graph } from "../../model/graph.ts";
import { demandsOf } from "./demands.ts";
import { fuse } from "./fuse.ts";
import { insertCopies, type Program } from "./insert_copies.ts";
import { layOut } from "./lay_out.ts";
import type { Layout } from "./layout.ts";
import { lowerGraph } from "./lower_graph.ts";

/** What a network does, step by step, and how the values lie between the steps. */
export interface NetworkPlan extends Program {
  /** By the values' names. */
  readonly layouts: ReadonlyMap<string, Layout>;
}

/**
 * Plans a network.
 *
 * @param graph The network.
 * @throws {ModelError} If it has a layer that the compiler lacks.
 */
export function planNetwork({ nodes, outputs }: Graph): NetworkPlan {
  const steps = fuse(lowerGraph({ nodes, outputs }), outputs);
  const program = insertCopies({ steps, outputs }, demandsOf(steps));
  return { ...program, layouts: layOut(program) };
}
