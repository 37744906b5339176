import type { Graph } from "../../model/graph.ts";
import { demandsOf } from "./demands.ts";
import { fuse } from "./fuse.ts";
import { insertCopies, type Program } from "./insert_copies.ts";
import { layOut } from "./lay_out.ts";
import type { Layout } from "./layout.ts";
import { lowerGraph } from "./lower_graph.ts";

/** The steps of a network and the layouts of the values between them. */
export interface NetworkPlan extends Program {
  /** By the name of the value. */
  readonly layouts: ReadonlyMap<string, Layout>;
}

/**
 * Plans how to compute a network.
 *
 * @param graph The network.
 * @throws {ModelError} If the compiler does not support a layer.
 */
export function planNetwork({ nodes, outputs }: Graph): NetworkPlan {
  const steps = fuse(lowerGraph({ nodes, outputs }), outputs);
  const program = insertCopies({ steps, outputs }, demandsOf(steps));
  return { ...program, layouts: layOut(program) };
}
