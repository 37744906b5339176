import type { BaselineMode } from "../emotion/face_baseline.ts";
import { isClear } from "../emotion/uncertainty.ts";
import { InputError } from "../errors.ts";
import type { BaselineChoice } from "../options/option.ts";
import type { FrameRecognizer } from "../pipeline.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import { openInput, type OpenInputOptions } from "../source/open_input.ts";

/**
 * Reads the neutral pictures of a person, where the user has given some.
 *
 * @param choice What the user asked for.
 * @param recognizer What recognizes the pictures.
 * @param reading How to read them.
 * @returns What the pipeline takes.
 * @throws {InputError} If a picture cannot be read, or does not show one face, and that clearly.
 */
export async function toBaselineMode(
  choice: BaselineChoice,
  recognizer: FrameRecognizer,
  reading: Pick<OpenInputOptions, "maxPixels" | "signal">,
): Promise<BaselineMode> {
  if (typeof choice === "string" || "firstMs" in choice) return choice;
  const neutral: Record<string, number>[] = [];
  for (const path of choice.pictures) {
    for await (const frame of openInput(path, reading)) {
      neutral.push(onlyFace(await recognizer.recognize(frame), path).probabilities);
      break;
    }
  }
  return { neutral };
}

function onlyFace({ faces }: FrameResult, path: string): FaceResult {
  const action = `Cannot use neutral face ${path}`;
  const [face] = faces;
  if (face === undefined) throw new InputError("face-not-found", `${action}: no face was found`);
  if (faces.length > 1) {
    const why = `it shows ${faces.length} faces; cut out the one that is meant`;
    throw new InputError("face-unsuitable", `${action}: ${why}`);
  }
  if (!isClear(face)) {
    throw new InputError("face-unsuitable", `${action}: the face is ${face.reasons?.join(", ")}`);
  }
  return face;
}
