import { type EngineName, startEngine } from "../engine/start_engine.ts";
import { ModelError } from "../errors.ts";
import { bundledModels } from "../model/bundled_models.ts";
import { isModelName } from "../model/open_model.ts";
import { Recognizer, type RecognizerOptions } from "../recognizer.ts";
import { closest } from "./closest.ts";

/**
 * Loads a recognizer.
 *
 * @param options What the user asked for.
 * @returns The recognizer.
 * @throws {MienError} As `Recognizer.load`, with a hint if there is a folder of that name.
 */
export async function loadRecognizer(
  { engine, ...options }: Omit<RecognizerOptions, "engine"> & {
    readonly model: string;
    readonly engine: EngineName;
  },
): Promise<Recognizer> {
  try {
    return await Recognizer.load({ ...options, engine: await startEngine(engine) });
  } catch (error) {
    const isNotFound = error instanceof ModelError && error.code === "model-not-found";
    if (!isNotFound || !isModelName(options.model)) throw error;
    const path = `./${options.model}`, near = closest(options.model, bundledModels);
    const hint = await isFolder(path)
      ? `; use ${path} for the folder`
      : near === undefined
      ? ""
      : `; did you mean ${near}?`;
    throw new ModelError(error.code, error.message + hint, { cause: error });
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}
