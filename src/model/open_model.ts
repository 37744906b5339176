import { ModelError } from "../errors.ts";
import { toUrl } from "../runtime/to_url.ts";
import { bundledFiles, bundledModels, isBundled } from "./bundled_models.ts";
import { decoded, folderFiles, type ModelFiles } from "./model_files.ts";

/**
 * Finds a model's files.
 *
 * @param model The name of a bundled model (`five`), the path of a folder (`./mine`), or a URL.
 * @returns The model's files.
 * @throws {ModelError} If it is a name, but not of a bundled model (`model-not-found`).
 *
 * @example
 * ```ts
 * import { openModel } from "./open_model.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(openModel("five").place, "models/five/");
 * assert.equal(openModel("https://example.com//m").place, "https://example.com//m/");
 * ```
 */
export function openModel(model: string | URL): ModelFiles {
  if (typeof model === "string" && isModelName(model)) {
    if (bundledModels.includes(model) && isBundled(model)) return bundledFiles(model);
    throw new ModelError(
      "model-not-found",
      `Cannot find model ${model}: bundled are ${bundledModels.join(", ")}`,
    );
  }
  const url = toUrl(model);
  const folder = new URL(url);
  if (!folder.pathname.endsWith("/")) folder.pathname += "/";
  return folderFiles(folder);
}

/** Whether a text is the name of a bundled model, if of any, and not the path of a folder. */
export function isModelName(model: string): boolean {
  return /^[\w-]+$/.test(model);
}

/** What a model is called: a bundled model's name, or the last part of a folder's. */
export function modelName(model: string | URL): string {
  const { place } = openModel(model);
  const [name = ""] = place.split("/").filter((part) => part !== "").slice(-1);
  return place.includes("://") ? decoded(name) : name;
}
