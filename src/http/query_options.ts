import { defaultBaseline } from "../pipeline.ts";
import type { Option, Options } from "../options/option.ts";
import { RECOGNIZER_OPTIONS } from "../options/recognizer_options.ts";
import { separateWords } from "../options/separate_words.ts";

/** What `/predict` takes in the query. */
export type QueryOptions = ReturnType<typeof queryOptions>;

/** What `/stream` takes besides. */
export const STREAM_OPTIONS = {
  baseline: {
    kind: "baseline",
    takesPictures: false,
    placeholder: "HOW",
    default: defaultBaseline,
    help:
      "Read each face relative to how it looks at rest: off, auto (learned as the stream goes " +
      "on), or the first seconds of each face, such as 3s",
  },
} as const satisfies Options;

/**
 * The options that a query takes.
 *
 * @param models The names that `model` may be.
 * @param defaultModel The model where the query names none.
 * @returns The options.
 */
export function queryOptions(models: readonly string[], defaultModel: string) {
  return {
    ...RECOGNIZER_OPTIONS,
    model: {
      kind: "choice",
      placeholder: "NAME",
      choices: models,
      default: defaultModel,
      help: "Model that names the emotions",
    },
  } as const satisfies Options;
}

/** The name of an option in a query: `min_score`. */
export function queryName(key: string): string {
  return separateWords(key, "_");
}

/** Writes options as the parameters of an OpenAPI document. */
export function openapiParameters(options: Options): unknown[] {
  return Object.entries<Option>(options).map(([key, option]) => ({
    name: queryName(key),
    in: "query",
    description: `${option.help}.`,
    schema: schemaOf(option),
  }));
}

function schemaOf(option: Option): unknown {
  switch (option.kind) {
    case "flag":
      return { type: "boolean", default: false };
    case "number":
    case "integer": {
      const { kind: type, min, max } = option;
      return {
        type,
        ...(min !== undefined && { minimum: min }),
        ...(max !== undefined && { maximum: max }),
        ...(option.default !== undefined && { default: option.default }),
      };
    }
    case "choice":
      return { type: "string", enum: option.choices, default: option.default };
    case "baseline":
      return {
        type: "string",
        pattern: "^(off|auto|(?=.*[1-9])\\d+(\\.\\d+)?(m?s)?)$",
        default: option.default,
      };
    default:
      throw new Error(`No query takes a ${option.kind}`);
  }
}
