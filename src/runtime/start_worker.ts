import { unpackFiles } from "./unpack_files.ts";

/** One URL per program. Deno 2.5 reads it some time after the worker was made, so it is not revoked. */
const urls = new WeakMap<WebAssembly.Memory, string>();

/**
 * Starts a worker whose program came through the module graph. Unlike one from a file, it takes no
 * permission to read.
 *
 * @param program What a module exports that `packFiles` made of a `worker.js`.
 * @returns The worker.
 */
export function startWorker(program: { memory: WebAssembly.Memory }): Worker {
  let url = urls.get(program.memory);
  if (url === undefined) {
    const script = unpackFiles(program).get("worker.js")!;
    url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    urls.set(program.memory, url);
  }
  return new Worker(url, { type: "module" });
}
