// Compiles the networks of models/ and packs each with its files as models/NAME/bundle.wasm, which is
// committed: deno task build:models
import { readFile, writeFile } from "node:fs/promises";
import { compileNetwork } from "../src/engine/wasm/compile_network.ts";
import type { PreparedGraph } from "../src/model/bundled_models.ts";
import { folderFiles } from "../src/model/model_files.ts";
import { readNetwork } from "../src/model/read_network.ts";
import { packFiles } from "../src/runtime/pack_files.ts";

/** The folder of the models. */
export const modelsFolder = new URL("../models/", import.meta.url);

/**
 * Packs a model.
 *
 * @param name The name of its folder.
 * @returns `bundle.wasm`.
 */
export async function buildBundle(name: string): Promise<Uint8Array> {
  const folder = new URL(`${name}/`, modelsFolder);
  const { graph, weights } = await readNetwork(folderFiles(folder));
  const prepared: PreparedGraph = { graph, specs: weights.specs };
  return packFiles({
    "card.json": await readFile(new URL("card.json", folder)),
    "graph.json": new TextEncoder().encode(JSON.stringify(prepared)),
    "relaxed.wasm": compileNetwork(graph, weights, "relaxed"),
    "plain.wasm": compileNetwork(graph, weights, "plain"),
    "weights.bin": weights.data,
  });
}

if (import.meta.main) {
  for await (const { name } of Deno.readDir(modelsFolder)) {
    await writeFile(new URL(`${name}/bundle.wasm`, modelsFolder), await buildBundle(name));
  }
}
