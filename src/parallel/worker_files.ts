/** The .wasm files that workers ask for. They are part of the module graph, but not of a worker's. */
export const workerFiles: Readonly<
  Record<string, () => Promise<{ readonly memory: WebAssembly.Memory }>>
> = {
  "models/blazeface/bundle.wasm": () => import("../../models/blazeface/bundle.wasm"),
  "models/blazeface-full/bundle.wasm": () => import("../../models/blazeface-full/bundle.wasm"),
  "src/image/codecs/jpeg.wasm": () => import("../image/codecs/jpeg.wasm"),
  "src/image/codecs/webp.wasm": () => import("../image/codecs/webp.wasm"),
};
