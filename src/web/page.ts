import { readBytes } from "../runtime/read_bytes.ts";

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  jpg: "image/jpeg",
};

/**
 * Whether a path belongs to the page: `/`, or `/page/` and a file name.
 *
 * @param path The path of the request's address.
 */
export function isPagePath(path: string): boolean {
  return fileOf(path) !== undefined;
}

/**
 * Serves the page and the files of the folder `page/`.
 *
 * @param path The path of the request's address.
 * @param headers The request's headers: if they name the file as it is, the answer is 304.
 * @returns The answer, or undefined if there is no such file.
 * @throws {Error} If the file cannot be read.
 *
 * @example
 * ```ts
 * import { page } from "./page.ts";
 * import assert from "node:assert/strict";
 *
 * const response = await page("/");
 * assert.equal(response?.headers.get("content-type"), "text/html; charset=utf-8");
 * ```
 */
export async function page(
  path: string,
  headers: Headers = new Headers(),
): Promise<Response | undefined> {
  const file = fileOf(path);
  if (file === undefined) return undefined;
  try {
    const bytes = await readBytes(new URL(`./page/${file.name}`, import.meta.url));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 12);
    const etag = `"${Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
    const kept = { "cache-control": "no-cache", etag };
    const known = headers.get("if-none-match")?.split(",").map((it) =>
      it.trim().replace(/^W\//, "")
    );
    if (known?.some((it) => it === etag || it === "*")) {
      return new Response(null, { status: 304, headers: kept });
    }
    return new Response(bytes, { headers: { "content-type": file.type, ...kept } });
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return undefined;
    throw error;
  }
}

function fileOf(path: string): { name: string; type: string } | undefined {
  // At /page/index.html, the addresses in the page would be wrong.
  if (path === "/page/index.html") return undefined;
  if (path === "/") path = "/page/index.html";
  const [, name, extension = ""] = /^\/page\/([\w-]+\.(\w+))$/.exec(path) ?? [];
  const type = Object.hasOwn(types, extension) ? types[extension] : undefined;
  return name === undefined || type === undefined ? undefined : { name, type };
}
