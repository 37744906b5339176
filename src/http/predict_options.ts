import { expectation, readOption } from "../options/read_option.ts";
import type { RecognizeOptions } from "../recognizer.ts";
import { Problem } from "./problem.ts";
import { queryName, queryOptions } from "./query_options.ts";

/** What the query of `/predict` and `/stream` asks for. */
export interface PredictOptions {
  /** One of the service's models. */
  readonly model: string;
  /** Which faces to report, as `Recognizer.recognize` takes it. */
  readonly faces: RecognizeOptions;
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
  const options = queryOptions(models, defaultModel);
  const keys = Object.keys(options) as (keyof typeof options)[];
  const given: Record<string, unknown> = {};
  for (const name of new Set(query.keys())) {
    const key = keys.find((key) => queryName(key) === name);
    if (key === undefined) {
      throw new Problem("query-invalid", "Cannot read query: it has an unknown parameter");
    }
    const [text = "", ...more] = query.getAll(name);
    if (more.length > 0) throw invalid(name, "it is given more than once");
    const option = options[key];
    const value = "min" in option && !/^[\d.]+$/.test(text) ? undefined : readOption(option, text);
    if (value === undefined && key === "model") {
      throw new Problem("model-not-found", `Cannot use model: it is none of ${models.join(", ")}`);
    }
    if (value === undefined) throw invalid(name, `it must be ${expectation(option)}`);
    given[key] = value;
  }
  const { model, ...faces } = { model: defaultModel, ...given };
  return { model, faces };
}

function invalid(name: string, state: string): Problem {
  return new Problem("query-invalid", `Cannot read ${name}: ${state}`);
}
