import { readBytes } from "../runtime/read_bytes.ts";

const files = [
  "index.html",
  "base.css",
  "stage.css",
  "panels.css",
  "icon.svg",
  "page.js",
  "camera.js",
  "legend.js",
  "make.js",
  "notice.js",
  "overlay.js",
  "pictures.js",
  "readings.js",
  "server.js",
  "shrink.js",
  "stage.js",
  "stream.js",
  "timeline.js",
] as const;

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/**
 * Tells whether the page has something at a path.
 *
 * @param path The path of the request's address.
 */
export function hasPage(path: string): boolean {
  return fileAt(path) !== undefined;
}

/**
 * Gives the page and what it loads.
 *
 * @param path The path of the request's address: `/`, or `/page/` and the name of a file.
 * @returns The answer.
 * @throws {Error} If there is nothing of that path, or the file cannot be read.
 *
 * @example
 * ```ts
 * import { page } from "./page.ts";
 * import assert from "node:assert/strict";
 *
 * const response = await page("/");
 * assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
 * ```
 */
export async function page(path: string): Promise<Response> {
  const file = fileAt(path);
  if (file === undefined) throw new Error(`The page has nothing at ${path}`);
  return new Response(await readBytes(new URL(`./page/${file}`, import.meta.url)), {
    headers: { "content-type": types[file.split(".")[1]!]!, "cache-control": "no-cache" },
  });
}

function fileAt(path: string): string | undefined {
  const name = path === "/" ? "index.html" : path.match(/^\/page\/(.+)$/)?.[1];
  return files.find((file) => file === name);
}
