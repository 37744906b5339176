/**
 * Reads a file from disk or from the web.
 *
 * @param url A `file:`, `https:` or `http:` URL.
 * @returns The file's bytes.
 * @throws {Error} If it cannot be read; with the code `ENOENT` if there is no such file.
 */
export async function readBytes(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol === "file:") {
    // Imported only when needed: it takes Deno as long to load as all networks together.
    const { readFile } = await import("node:fs/promises");
    return new Uint8Array(await readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) {
    await response.body?.cancel();
    const error = new Error(`the server answered ${response.status}`);
    throw response.status === 404 ? Object.assign(error, { code: "ENOENT" }) : error;
  }
  return new Uint8Array(await response.arrayBuffer());
}
