import { readFile } from "node:fs/promises";

/**
 * Reads a file from disk or from the web.
 *
 * @param url A `file:`, `https:` or `http:` URL.
 * @returns The bytes of the file.
 * @throws {Error} If the file cannot be read.
 */
export async function readBytes(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol === "file:") return new Uint8Array(await readFile(url));
  const response = await fetch(url);
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the server answered ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}
