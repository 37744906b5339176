import { ModelError } from "../errors.ts";
import { unpackFiles } from "../runtime/unpack_files.ts";
import type { Graph, WeightSpec } from "./graph.ts";
import type { ModelFiles } from "./model_files.ts";

/** The emotion models that come with Mien, the default first. */
export const bundledModels: readonly [string, ...string[]] = ["five", "seven", "nhs", "nas"];

/** Packed by `deno task build:models`. Files of the module graph need no permission to read. */
const bundles = {
  blazeface: async () => await import("../../models/blazeface/bundle.wasm"),
  "blazeface-full": async () => await import("../../models/blazeface-full/bundle.wasm"),
  five: async () => await import("../../models/five/bundle.wasm"),
  nas: async () => await import("../../models/nas/bundle.wasm"),
  nhs: async () => await import("../../models/nhs/bundle.wasm"),
  seven: async () => await import("../../models/seven/bundle.wasm"),
};

/** What `graph.json` of a bundle holds. */
export interface PreparedGraph {
  readonly graph: Graph;
  readonly specs: readonly WeightSpec[];
}

/** The name of a network that comes with Mien. */
export type BundledName = keyof typeof bundles;

/**
 * Returns the files of a network that comes with Mien.
 *
 * @param name Its name.
 * @returns Its files.
 *
 * @example
 * ```ts
 * import { bundledFiles } from "./bundled_models.ts";
 * import assert from "node:assert/strict";
 *
 * const files = bundledFiles("blazeface");
 * assert((await files.read("weights.bin")).length > 100_000);
 * ```
 */
export function bundledFiles(name: BundledName): ModelFiles {
  const place = `models/${name}/`;
  let files: ReturnType<typeof unpackFiles> | undefined;
  async function read(file: string): Promise<Uint8Array<ArrayBuffer>> {
    files ??= unpackFiles(await bundles[name]());
    const bytes = files.get(file);
    if (bytes !== undefined) return bytes;
    throw new ModelError("model-not-found", `Cannot read model file ${place}${file}: no such file`);
  }
  return {
    place,
    read,
    async readPrepared() {
      const json = new TextDecoder().decode(await read("graph.json"));
      const { graph, specs }: PreparedGraph = JSON.parse(json);
      const [data, relaxed, plain] = await Promise.all(
        ["weights.bin", "relaxed.wasm", "plain.wasm"].map(read),
      );
      return {
        graph,
        weights: { specs, data: data! },
        compiled: { relaxed: relaxed!, plain: plain! },
      };
    },
  };
}

/** Whether a model of this name comes with Mien. */
export function isBundled(name: string): name is BundledName {
  return Object.hasOwn(bundles, name);
}
