import { parseCard } from "../model/card.ts";
import { bundledModels } from "../model/bundled_models.ts";
import { readModelJson } from "../model/model_files.ts";
import { openModel } from "../model/open_model.ts";
import { writeLine } from "./output.ts";

/**
 * `mien --list-models`: prints each bundled model's name and labels.
 *
 * @returns The exit code.
 */
export async function printModels(): Promise<number> {
  const width = Math.max(...bundledModels.map((name) => name.length));
  for (const name of bundledModels) {
    const files = openModel(name);
    const { labels } = parseCard(await readModelJson(files, "card.json"), files.place);
    const note = name === bundledModels[0] ? " (default)" : "";
    await writeLine(`${name.padEnd(width)}  ${labels.join(", ")}${note}`);
  }
  return 0;
}
