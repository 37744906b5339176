import type { Engine } from "./engine.ts";

/**
 * Starts the default engine.
 *
 * @returns The engine, which needs no disposal.
 * @throws {EnvironmentError} If it cannot start here (`engine-failed`, `permission-missing`).
 *
 * @example
 * ```ts
 * import { readNetwork } from "../model/read_network.ts";
 * import { startEngine } from "./start_engine.ts";
 * import assert from "node:assert/strict";
 *
 * const folder = new URL("../../models/five/", import.meta.url);
 * const { graph, weights } = await readNetwork(folder);
 * using session = await (await startEngine()).load(graph, weights);
 * const [probabilities] = await session.run(new Float32Array(48 * 48));
 * assert.equal(probabilities!.length, 5);
 * ```
 */
export async function startEngine(): Promise<Engine> {
  const { startTfjs } = await import("./tfjs/start_tfjs.ts");
  return await startTfjs();
}
