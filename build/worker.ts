// Packs the programs of the workers, which are committed: deno task build:worker
import { writeFile } from "node:fs/promises";
import { packFiles } from "../src/runtime/pack_files.ts";
import { linkModules } from "./link_modules.ts";

/** The programs of workers, by where their packed files are. */
export const workers = ["src/parallel/worker", "src/source/live/live_worker"];

/** What only the main thread does: compiling networks, reading files. It reads files of packages, too. */
const leftOut = {
  "src/engine/wasm/compile_network.ts": "",
  "src/engine/wasm/lower_graph.ts": "",
  "src/runtime/read_bytes.ts": "",
  "src/runtime/to_url.ts": "",
  "src/runtime/package_file.ts": `exports.packageFile = async (name, file = name) => {
  const { memory } = await require("src/parallel/worker.ts").importWasm(file);
  return new Uint8Array(memory.buffer);
};
`,
};

/**
 * Packs the program of a worker.
 *
 * @param name One of {@linkcode workers}.
 * @returns `NAME.wasm`.
 */
export async function buildWorker(name: string): Promise<Uint8Array> {
  const script = await linkModules(`${name}.ts`, { leftOut });
  return packFiles({ "worker.js": new TextEncoder().encode(script) });
}

if (import.meta.main) {
  for (const name of workers) {
    await writeFile(new URL(`../${name}.wasm`, import.meta.url), await buildWorker(name));
  }
}
