import { ModelError } from "../errors.ts";
import { toUrl } from "../runtime/to_url.ts";
import { bundledModels } from "./bundled_models.ts";

/**
 * Finds a model's folder.
 *
 * @param model The name of a bundled model (`five`), the path of a folder (`./mine`), or a URL.
 * @returns URL of the folder, with a slash at its end.
 * @throws {ModelError} If it is a name, but not of a bundled model (`model-not-found`).
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
  if (typeof model === "string" && /^[\w-]+$/.test(model)) return bundledFolder(model);
  const url = toUrl(model);
  return url.pathname.endsWith("/") ? url : new URL(`${url.pathname}/`, url);
}

function bundledFolder(name: string): URL {
  if (bundledModels.includes(name)) return new URL(`../../models/${name}/`, import.meta.url);
  throw new ModelError(
    "model-not-found",
    `Cannot find model ${name}: it is not a bundled model (${bundledModels.join(", ")})`,
  );
}
