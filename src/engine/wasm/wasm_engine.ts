import { EnvironmentError, messageOf, ModelError } from "../../errors.ts";
import type { Graph, NetworkWeights } from "../../model/graph.ts";
import type { Engine, Session } from "../engine.ts";
import type { Simd } from "./arithmetic.ts";
import { NetworkInstance } from "./network_instance.ts";
import { preferredSimd } from "./preferred_simd.ts";

/**
 * Starts the engine that runs each network as a WebAssembly module of its own.
 *
 * @returns The engine.
 *
 * @example
 * ```ts
 * import { bundledFiles } from "../../model/bundled_models.ts";
 * import { readNetwork } from "../../model/read_network.ts";
 * import { startWasm } from "./wasm_engine.ts";
 * import assert from "node:assert/strict";
 *
 * const { graph, weights, compiled } = await readNetwork(bundledFiles("five"));
 * using session = await startWasm().load(graph, weights, compiled);
 * const [probabilities] = await session.run(new Float32Array(48 * 48));
 * assert.equal(probabilities!.length, 5);
 * ```
 */
export function startWasm(): Engine {
  const simd = preferredSimd();
  return {
    name: `wasm (${simd === "relaxed" ? "relaxed SIMD" : "SIMD"})`,
    async load(graph, weights, compiled) {
      try {
        const binary = compiled?.[simd] ?? await compile(graph, weights, simd);
        const module = await WebAssembly.compile(binary);
        return sessionOf(new NetworkInstance(module, graph, weights));
      } catch (cause) {
        if (cause instanceof ModelError) throw cause;
        const why = messageOf(cause);
        throw new ModelError("model-invalid", `Cannot load network: ${why}`, { cause });
      }
    },
  };
}

/** Compiles a network. The compiler is only loaded if it is needed. */
async function compile(graph: Graph, weights: NetworkWeights, simd: Simd) {
  const { compileNetwork } = await import("./compile_network.ts");
  return compileNetwork(graph, weights, simd);
}

function sessionOf(loaded: NetworkInstance): Session {
  const { inputShape, outputShapes } = loaded;
  let instance: NetworkInstance | undefined = loaded;
  return {
    inputShape,
    outputShapes,
    // deno-lint-ignore require-await -- the interface leaves room for engines that wait
    async run(input, batch) {
      if (instance !== undefined) return instance.run(input, batch);
      throw new EnvironmentError("engine-failed", "Cannot run network: it has been disposed");
    },
    // The garbage collector then frees its memory.
    [Symbol.dispose]() {
      instance = undefined;
    },
  };
}
