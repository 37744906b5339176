import type { BaselineMode } from "../emotion/face_baseline.ts";
import { InputError } from "../errors.ts";
import type { BaselineChoice } from "../options/option.ts";
import type { FrameRecognizer } from "../pipeline.ts";
import { openInput, type OpenInputOptions } from "../source/open_input.ts";

/**
 * Reads the neutral pictures of a person, where the user has given some.
 *
 * @param choice What the user asked for.
 * @param recognizer What recognizes the pictures.
 * @param reading How to read them.
 * @returns What the pipeline takes.
 * @throws {InputError} If a picture cannot be read or shows no face.
 */
export async function toBaselineMode(
  choice: BaselineChoice,
  recognizer: FrameRecognizer,
  reading: Pick<OpenInputOptions, "maxPixels" | "signal">,
): Promise<BaselineMode> {
  if (typeof choice === "string" || "firstMs" in choice) return choice;
  const neutral: Record<string, number>[] = [];
  for (const path of choice.pictures) {
    let face;
    for await (const frame of openInput(path, reading)) {
      face = (await recognizer.recognize(frame)).faces[0];
      if (face !== undefined) neutral.push(face.probabilities);
      if (!frame.still) break;
    }
    if (face === undefined) {
      throw new InputError("face-not-found", `Cannot use neutral face ${path}: no face was found`);
    }
  }
  return { neutral };
}
