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
export async function page(path: string): Promise<Response | undefined> {
  const file = fileOf(path);
  if (file === undefined) return undefined;
  try {
    const bytes = await readBytes(new URL(`./page/${file.name}`, import.meta.url));
    return new Response(bytes, {
      headers: { "content-type": file.type, "cache-control": "no-cache" },
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return undefined;
    throw error;
  }
}

function fileOf(path: string): { name: string; type: string } | undefined {
  if (path === "/") path = "/page/index.html";
  const [, name, extension = ""] = /^\/page\/([\w-]+\.(\w+))$/.exec(path) ?? [];
  const type = Object.hasOwn(types, extension) ? types[extension] : undefined;
  return name === undefined || type === undefined ? undefined : { name, type };
}
