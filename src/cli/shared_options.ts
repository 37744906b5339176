import type { RecognizerOptions } from "../recognizer.ts";
import { number } from "./option_values.ts";
import type { OptionSpecs, ParsedOptions } from "./options.ts";

/** The options that decide which network sees which faces. */
export const RECOGNIZER_OPTIONS = {
  "model": { short: "m", value: "NAME", help: "Bundled model or a model's folder [default: five]" },
  "min-score": { value: "S", help: "Leave out less sure faces, 0 to 1 [default: 0.5]" },
  "max-faces": { value: "N", help: "At most so many faces a frame, the surest first" },
  "crop-only": { help: "Inputs are faces already: do not look for any" },
} as const satisfies OptionSpecs;

/** The options that every command has. */
export const COMMON_OPTIONS = {
  "quiet": { short: "q", help: "No progress and no summary, only results and errors" },
  "help": { short: "h", help: "Show this help" },
} as const satisfies OptionSpecs;

/**
 * What the user asked of the recognizer.
 *
 * @param options The parsed options.
 * @returns Options for {@linkcode Recognizer.load}, only those that were given.
 * @throws {OptionError} If a value is out of range.
 */
export function recognizerOptions(
  { values, flags }: ParsedOptions<keyof typeof RECOGNIZER_OPTIONS>,
): RecognizerOptions {
  const minScore = number("min-score", values["min-score"], { least: 0, most: 1 });
  const maxFaces = number("max-faces", values["max-faces"], { least: 1, whole: true });
  return {
    ...(values.model !== undefined && { model: values.model }),
    ...(minScore !== undefined && { minScore }),
    ...(maxFaces !== undefined && { maxFaces }),
    cropOnly: flags["crop-only"] ?? false,
  };
}
