import { readBytes } from "../read_bytes.ts";

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

/** What was read, as it may have come from far. */
const read = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/**
 * Gives the page and what it loads.
 *
 * @param path The path of the request's address: `/`, or `/page/` and the name of a file.
 * @returns The answer, which rejects if the file cannot be read, or undefined where there is nothing
 * of that path.
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
export function page(path: string): Promise<Response> | undefined {
  const name = path === "/" ? "index.html" : path.match(/^\/page\/(.+)$/)?.[1];
  const file = files.find((file) => file === name);
  return file && answer(file);
}

async function answer(file: string): Promise<Response> {
  let reading = read.get(file);
  if (reading === undefined) {
    reading = readBytes(new URL(`./page/${file}`, import.meta.url));
    read.set(file, reading);
    reading.catch(() => read.delete(file));
  }
  return new Response(await reading, {
    headers: { "content-type": types[file.split(".")[1]!]!, "cache-control": "no-cache" },
  });
}
