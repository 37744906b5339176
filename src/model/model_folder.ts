import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Where a model lies.
 *
 * @param model The name of a bundled model (`five`), the path of a folder (`./my-model`), or a URL.
 * @returns URL of the folder, with a slash at its end.
 *
 * @example
 * ```ts
 * import { modelFolder } from "./model_folder.ts";
 * import assert from "node:assert/strict";
 *
 * assert(modelFolder("five").href.endsWith("/models/five/"));
 * assert.equal(modelFolder("https://example.com/m").href, "https://example.com/m/");
 * ```
 */
export function modelFolder(model: string | URL): URL {
  const text = String(model);
  if (/^[\w-]+$/.test(text)) return new URL(`../../models/${text}/`, import.meta.url);
  const url = /^(https?|file):/.test(text)
    ? new URL(text)
    : pathToFileURL(isAbsolute(text) ? text : resolve(text));
  return url.pathname.endsWith("/") ? url : new URL(`${url.pathname}/`, url);
}
