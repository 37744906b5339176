import type { Graph, NetworkWeights } from "../../model/graph.ts";
import { ARITHMETIC, type Simd } from "./arithmetic.ts";
import { clearMargin } from "./clear_margin.ts";
import { type Emission, FIXED_END } from "./emission.ts";
import { emitStep, scratchBytes } from "./emit_step.ts";
import { FunctionBuilder } from "./function_builder.ts";
import { clearMemory, i32 } from "./instructions.ts";
import { addressOf, type Picture } from "./layout.ts";
import { ModuleBuilder } from "./module_builder.ts";
import { Packer } from "./pack/packer.ts";
import { planArena } from "./plan_arena.ts";
import { planNetwork } from "./plan_network.ts";
import { WeightTable } from "./weight_table.ts";

/** Kernels may read up to this many bytes past the last weight. */
const SLACK = 4096;

/** Options of {@linkcode compileNetwork}. */
export interface CompileOptions {
  /**
   * Whether to export each step too, as `step ` and the name of its output, to measure them one by one.
   *
   * @default {false}
   */
  readonly exportsSteps?: boolean;
}

/**
 * Compiles a network to a WebAssembly module of its own, which imports nothing. It exports
 *
 * - `memory`;
 * - addresses as constants: `weights`, where to put weights.bin, `input`, `output0`, `output1`, ...;
 * - `init()`, which packs the weights; call it once, after writing them;
 * - `run()`, which computes the outputs of one input. All are float32, channels last.
 *
 * The module does not contain the weights, but it depends on their types and on the signs of the
 * normalisation factors.
 *
 * @param graph The network.
 * @param weights Its weights.
 * @param simd Whether to use relaxed SIMD, which is faster but missing in some runtimes.
 * @param options What else to export.
 * @returns The module.
 * @throws {ModelError} If the compiler does not support a layer (see `unsupportedLayer`) or a weight is
 * missing.
 *
 * @example
 * ```ts
 * import { compileNetwork } from "./compile_network.ts";
 * import { NetworkInstance } from "./network_instance.ts";
 * import assert from "node:assert/strict";
 *
 * const layer = { attributes: {}, inputs: [], shape: [2], weights: {} };
 * const nodes = [
 *   { ...layer, name: "input", op: "InputLayer" },
 *   { ...layer, name: "twice", op: "Rescaling", attributes: { scale: 2 }, inputs: ["input"] },
 * ];
 * const graph = { nodes, outputs: ["twice"] };
 * const weights = { specs: [], data: new Uint8Array() };
 * const module = new WebAssembly.Module(compileNetwork(graph, weights, "plain"));
 * const [output] = new NetworkInstance(module, graph, weights).run(Float32Array.of(1, 2));
 * assert.deepEqual([...output!], [2, 4]);
 * ```
 */
export function compileNetwork(
  graph: Graph,
  weights: NetworkWeights,
  simd: Simd,
  { exportsSteps = false }: CompileOptions = {},
): Uint8Array<ArrayBuffer> {
  const { steps, outputs, layouts } = planNetwork(graph);
  const arena = planArena(steps, layouts, outputs, scratchBytes(layouts), FIXED_END);
  const pictures = new Map<string, Picture>(
    [...layouts].map((
      [name, layout],
    ) => [name, { ...layout, address: arena.addresses.get(name)! }]),
  );

  // The unpacked weights share their memory with the values, which are written later.
  const table = new WeightTable(weights);
  const arenaEnd = Math.max(arena.end, FIXED_END + table.byteLength + SLACK);
  const module = new ModuleBuilder();
  const packs = new FunctionBuilder([]);
  const packer = new Packer(module, packs, table, FIXED_END, arenaEnd);
  const emission: Emission = {
    module,
    arithmetic: ARITHMETIC[simd],
    packer,
    pictures,
    scratch: arena.scratch,
  };
  const run = new FunctionBuilder([]);
  for (const step of steps) {
    const emitted = emitStep(emission, step);
    if (emitted) run.call(emitted);
    if (emitted && exportsSteps) module.exportFunction(`step ${step.output}`, emitted);
    const picture = pictures.get(step.output)!;
    if (picture.hasZeroMargin) clearMargin(run, picture);
  }
  packs.do(clearMemory(i32.const(FIXED_END), arenaEnd - FIXED_END));
  module.exportFunction("init", module.add([], packs));
  module.exportFunction("run", module.add([], run));
  module.exportConstant("weights", FIXED_END);
  module.exportConstant("input", addressOf(pictures.get(steps[0]!.output)!));
  for (const [i, name] of outputs.entries()) {
    module.exportConstant(`output${i}`, addressOf(pictures.get(name)!));
  }
  return module.finish(packer.end + SLACK);
}
