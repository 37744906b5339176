import type { BaselineMode } from "../emotion/face_baseline.ts";
import type { Options } from "../options/option.ts";
import { expectation, readOption } from "../options/read_option.ts";
import type { RecognizeOptions } from "../recognizer.ts";
import { Problem } from "./problem.ts";
import { queryName, queryOptions, STREAM_OPTIONS } from "./query_options.ts";

/** What the query of `/predict` asks for. */
export interface PredictOptions {
  /** One of the service's models. */
  readonly model: string;
  /** Which faces to report, as `Recognizer.recognize` takes it. */
  readonly faces: RecognizeOptions;
}

/** What the query of `/stream` asks for. */
export interface StreamOptions extends PredictOptions {
  /** Where each person's neutral face comes from. */
  readonly baseline: BaselineMode;
}

/**
 * Reads the query: `model`, `min_score`, `max_faces`, `detect`, `crop_only`.
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
  const given = readQuery(query, queryOptions(models, defaultModel), models);
  const { model, ...faces } = { model: defaultModel, ...given };
  return { model, faces };
}

/**
 * Reads the query of a stream: as {@linkcode predictOptions}, and `baseline`.
 *
 * @param query The query of the request's address.
 * @param models The names that `model` may be.
 * @param defaultModel The model where the query names none.
 * @returns What it asks for.
 * @throws {Problem} If a parameter is unknown, given twice or out of range.
 */
export function streamOptions(
  query: URLSearchParams,
  models: readonly string[],
  defaultModel: string,
): StreamOptions {
  const options = { ...queryOptions(models, defaultModel), ...STREAM_OPTIONS };
  const given = readQuery(query, options, models);
  const defaults = { model: defaultModel, baseline: STREAM_OPTIONS.baseline.default };
  const { model, baseline, ...faces } = { ...defaults, ...given };
  return { model, baseline, faces };
}

function readQuery(
  query: URLSearchParams,
  options: Options,
  models: readonly string[],
): Record<string, never> {
  const keys = Object.keys(options);
  const given: Record<string, never> = {};
  for (const name of new Set(query.keys())) {
    const key = keys.find((key) => queryName(key) === name);
    if (key === undefined) {
      throw new Problem("query-invalid", "Cannot read query: it has an unknown parameter");
    }
    const [text = "", ...more] = query.getAll(name);
    if (more.length > 0) throw invalid(name, "it is given more than once");
    const option = options[key]!;
    const value = "min" in option && !/^[\d.]+(e-\d+)?$/i.test(text)
      ? undefined
      : readOption(option, text);
    if (value === undefined && key === "model") {
      throw new Problem("model-not-found", `Cannot use model: it is none of ${models.join(", ")}`);
    }
    if (value === undefined) throw invalid(name, `it must be ${expectation(option)}`);
    given[key] = value as never;
  }
  return given;
}

function invalid(name: string, state: string): Problem {
  return new Problem("query-invalid", `Cannot read ${name}: ${state}`);
}
