// Packs the program of the workers as src/parallel/worker.wasm, which is committed:
// deno task build:worker
import { writeFile } from "node:fs/promises";
import { packFiles } from "../src/runtime/pack_files.ts";
import { linkModules } from "./link_modules.ts";

/** Where the packed program is. */
export const workerFile = new URL("../src/parallel/worker.wasm", import.meta.url);

/** What only the main thread does: compiling networks, reading files, decoding with native code. */
const leftOut = {
  "src/engine/wasm/compile_network.ts": "",
  "src/engine/wasm/lower_graph.ts": "",
  "src/runtime/read_bytes.ts": "",
  "src/runtime/to_url.ts": "",
  "src/runtime/import_package.ts":
    'exports.importPackage = () => { throw Object.assign(new Error(), { name: "NotCapable" }); };\n',
};

/** The packed program, and the .wasm files that it asks the main thread for. */
export async function buildWorker(): Promise<{ module: Uint8Array; files: string[] }> {
  const { script, files } = await linkModules("src/parallel/worker.ts", { leftOut });
  return { module: packFiles({ "worker.js": new TextEncoder().encode(script) }), files };
}

if (import.meta.main) await writeFile(workerFile, (await buildWorker()).module);
