import { OptionError } from "../errors.ts";
import { bundledModels } from "../model/bundled_models.ts";

/**
 * Refuses what no network can be converted with, before anything is read.
 *
 * @param options The labels and the path of the folder to write.
 * @throws {OptionError} If a label is empty or given twice, or if the model could not be told from a
 * bundled one (`option-invalid`).
 *
 * @example
 * ```ts
 * import { checkOptions } from "./check_options.ts";
 * import assert from "node:assert/strict";
 *
 * const options = { labels: ["happy", ""], out: "models/mine" };
 * assert.throws(() => checkOptions(options), /Cannot use labels: label 2 is empty/);
 * ```
 */
export function checkOptions(
  { labels, out }: { readonly labels: readonly string[]; readonly out: string },
): void {
  if (labels.length < 2) refuseLabels(`${labels.length} given, and at least two are needed`);
  for (const [i, label] of labels.entries()) {
    if (label.trim() === "") refuseLabels(`label ${i + 1} is empty`);
    if (/\p{Cc}/u.test(label)) refuseLabels(`label ${i + 1} holds a control character`);
    if (labels.indexOf(label) < i) refuseLabels(`${label} is given twice`);
  }
  if (bundledModels.includes(out)) {
    const why = `a bundled model has this name; ./${out} would be another`;
    throw new OptionError("option-invalid", `Cannot write model ${out}: ${why}`);
  }
}

function refuseLabels(why: string): never {
  throw new OptionError("option-invalid", `Cannot use labels: ${why}`);
}
