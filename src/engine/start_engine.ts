import { EnvironmentError } from "../errors.ts";
import type { Graph } from "../model/graph.ts";
import type { Engine } from "./engine.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { startWasm } from "./wasm/wasm_engine.ts";

/** The engines by name; `auto` is `wasm`, and `tfjs` for networks that `wasm` cannot run. */
export const engineNames = ["auto", "wasm", "tfjs"] as const;

/** One of {@linkcode engineNames}. */
export type EngineName = typeof engineNames[number];

/**
 * Starts an engine. This is the one place where it is chosen.
 *
 * @param name Which one. @default {"auto"}
 * @returns The engine, which needs no disposal.
 * @throws {EnvironmentError} If it cannot start here (`engine-failed`, `permission-missing`).
 *
 * @example
 * ```ts
 * import { startEngine } from "./start_engine.ts";
 * import assert from "node:assert/strict";
 *
 * const { name } = await startEngine();
 * assert.match(name, /^wasm/);
 * ```
 */
export async function startEngine(name: EngineName = "auto"): Promise<Engine> {
  if (name === "tfjs") return await startTfjs();
  const wasm = startWasm();
  if (name === "wasm") return wasm;
  return {
    name: wasm.name,
    async load(graph, weights, compiled) {
      const engine = compiled !== undefined || await canCompile(graph) ? wasm : await startTfjs();
      return await engine.load(graph, weights, compiled);
    },
  };
}

async function canCompile(graph: Graph): Promise<boolean> {
  const { unsupportedLayer } = await import("./wasm/lower_graph.ts");
  return unsupportedLayer(graph) === undefined;
}

async function startTfjs(): Promise<Engine> {
  // Not a literal, so that its packages are installed only when they are needed.
  const place = "./tfjs/start_tfjs.ts";
  try {
    const tfjs: typeof import("./tfjs/start_tfjs.ts") = await import(place);
    return await tfjs.startTfjs();
  } catch (cause) {
    if (!isNotCapable(cause)) throw cause;
    const message = "Cannot start tfjs: reading its files is not permitted";
    throw new EnvironmentError("permission-missing", message, { cause, permission: "read" });
  }
}
