import type { RecognizerOptions } from "../recognizer.ts";
import { Problem } from "./problem.ts";

/** What the query of `/predict` and `/stream` asks for. */
export interface PredictOptions {
  /** One of the service's models. */
  readonly model: string;
  /** Which faces to report, as `Recognizer.recognize` takes it. */
  readonly faces: Omit<RecognizerOptions, "model">;
}

/**
 * Reads the query: `model`, `min_score`, `max_faces`, `crop_only`.
 *
 * @param query The query of the request's address.
 * @param models The names that `model` may be.
 * @param defaultModel The model where the query names none.
 * @returns What it asks for.
 * @throws {Problem} If a parameter is unknown, given twice or out of range.
 */
export function predictOptions(
  query: URLSearchParams,
  models: readonly string[],
  defaultModel: string,
): PredictOptions {
  const faces: Omit<RecognizerOptions, "model"> = {};
  let model = defaultModel;
  for (const name of new Set(query.keys())) {
    const [value = "", ...more] = query.getAll(name);
    if (more.length > 0) throw invalid(name, "it is given more than once");
    switch (name) {
      case "model":
        if (!models.includes(value)) {
          throw new Problem(
            "model-not-found",
            `Cannot use model: it is none of ${models.join(", ")}`,
          );
        }
        model = value;
        break;
      case "min_score":
        faces.minScore = numberOf(name, value, (n) => n >= 0 && n <= 1, "a number from 0 to 1");
        break;
      case "max_faces":
        faces.maxFaces = numberOf(
          name,
          value,
          (n) => Number.isInteger(n) && n >= 1,
          "a whole number of at least 1",
        );
        break;
      case "crop_only":
        if (value !== "true" && value !== "false") throw invalid(name, "it must be true or false");
        faces.cropOnly = value === "true";
        break;
      default:
        throw new Problem("query-invalid", "Cannot read query: it has an unknown parameter");
    }
  }
  return { model, faces };
}

function numberOf(name: string, text: string, holds: (n: number) => boolean, rule: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!holds(value)) throw invalid(name, `it must be ${rule}`);
  return value;
}

function invalid(name: string, state: string): Problem {
  return new Problem("query-invalid", `Cannot read ${name}: ${state}`);
}
