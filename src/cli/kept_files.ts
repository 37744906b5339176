import { isAbsolute } from "node:path";
import { openModel } from "../model/open_model.ts";
import type { RecognizeSettings } from "./recognize_options.ts";
import { splitArguments } from "./split_arguments.ts";

/**
 * Lists the files that a run reads besides the frames of its inputs: those of the model, the neutral
 * pictures, and what a live source may be.
 *
 * @param settings What the user asked for.
 * @returns Paths. Those of a live source may be anything.
 */
export async function keptFiles(
  { model, baseline, camera, inputs, inputArgs }: RecognizeSettings,
): Promise<string[]> {
  return [
    ...await filesIn(openModel(model).place),
    ...typeof baseline === "object" && "pictures" in baseline ? baseline.pictures : [],
    ...camera ? inputs : [],
    ...inputArgs === undefined ? [] : await splitArguments(inputArgs),
  ];
}

async function filesIn(place: string): Promise<string[]> {
  if (!isAbsolute(place)) return [];
  return await Array.fromAsync(Deno.readDir(place), ({ name }) => place + name);
}
