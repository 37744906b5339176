import { unpackFiles } from "./unpack_files.ts";

/**
 * Starts a worker whose program came through the module graph. Unlike one from a file, it takes no
 * permission to read.
 *
 * @param program What a module exports that `packFiles` made of a `worker.js`.
 * @returns The worker.
 */
export function startWorker(program: { memory: WebAssembly.Memory }): Worker {
  const script = unpackFiles(program).get("worker.js")!;
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    return new Worker(url, { type: "module" });
  } finally {
    URL.revokeObjectURL(url);
  }
}
