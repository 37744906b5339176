/**
 * Reads a file from disk or from the web.
 *
 * @param url A `file:`, `https:` or `http:` URL.
 * @param most How many bytes it may have. @default {Infinity}
 * @returns The file's bytes.
 * @throws {Error} If it cannot be read or is larger; with the code `ENOENT` if there is no such file.
 */
export async function readBytes(url: URL, most = Infinity): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const part of await openBytes(url)) {
    length += part.length;
    if (length > most) throw new Error(`it is larger than ${most} bytes`);
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function openBytes(url: URL): Promise<AsyncIterable<Uint8Array<ArrayBuffer>>> {
  if (url.protocol === "file:") {
    // Imported only when needed: it takes Deno as long to load as all networks together.
    const { createReadStream } = await import("node:fs");
    return createReadStream(url, { highWaterMark: 2 ** 20 });
  }
  const response = await fetch(url);
  if (!response.ok) {
    await response.body?.cancel();
    const error = new Error(`the server answered ${response.status}`);
    throw response.status === 404 ? Object.assign(error, { code: "ENOENT" }) : error;
  }
  return response.body ?? new Blob().stream();
}
