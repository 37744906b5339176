import { OptionError } from "../errors.ts";

function refuse(option: string, given: string, wanted: string): never {
  throw new OptionError("option-invalid", `Cannot use --${option} ${given}: give ${wanted}`);
}

/**
 * Reads a number.
 *
 * @param option The option's long name, for the message.
 * @param given What the user gave, if anything.
 * @param range The least and the largest number allowed, and whether only whole ones are.
 * @returns The number, or nothing where nothing was given.
 * @throws {OptionError} If it is none or lies outside.
 */
export function number(
  option: string,
  given: string | undefined,
  range: { least: number; most?: number; whole?: boolean },
): number | undefined {
  if (given === undefined) return undefined;
  const { least, most = Infinity, whole = false } = range;
  const value = given.trim() === "" ? NaN : Number(given);
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  const bounds = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  return refuse(option, given, `a ${whole ? "whole " : ""}number ${bounds}`);
}

/**
 * Reads one of a few words.
 *
 * @param option The option's long name, for the message.
 * @param given What the user gave, if anything.
 * @param choices The words that it may be.
 * @returns The word, or nothing where nothing was given.
 * @throws {OptionError} If it is another word.
 */
export function choice<Word extends string>(
  option: string,
  given: string | undefined,
  choices: readonly Word[],
): Word | undefined {
  if (given === undefined) return undefined;
  return choices.find((word) => word === given) ??
    refuse(option, given, `one of ${choices.join(", ")}`);
}

/**
 * Reads a time: seconds (`12.5`) or a clock (`1:02.5`, `1:02:03`).
 *
 * @param option The option's long name, for the message.
 * @param given What the user gave, if anything.
 * @returns Seconds, or nothing where nothing was given.
 * @throws {OptionError} If it is neither.
 *
 * @example
 * ```ts
 * import { seconds } from "./option_values.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(seconds("from", "1:02:03.5"), 3723.5);
 * ```
 */
export function seconds(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^(\d+:){0,2}\d+(\.\d+)?$/.test(given)) {
    return refuse(option, given, "seconds (12.5) or a clock (1:02:03.5)");
  }
  return given.split(":").reduce((total, part) => total * 60 + Number(part), 0);
}

/**
 * Reads a size in pixels: `640x480`.
 *
 * @param option The option's long name, for the message.
 * @param given What the user gave, if anything.
 * @returns Width and height, or nothing where nothing was given.
 * @throws {OptionError} If it is not two whole numbers with an x between.
 */
export function size(
  option: string,
  given: string | undefined,
): { width: number; height: number } | undefined {
  if (given === undefined) return undefined;
  const [, width, height] = /^([1-9]\d*)x([1-9]\d*)$/i.exec(given) ?? [];
  if (!width || !height) return refuse(option, given, "width x height in pixels, such as 640x480");
  return { width: Number(width), height: Number(height) };
}

/**
 * Reads a duration: `300ms`, `0.3s`, or a number alone.
 *
 * @param option The option's long name, for the message.
 * @param given What the user gave, if anything.
 * @param unit That of a number alone.
 * @returns Milliseconds, or nothing where nothing was given.
 * @throws {OptionError} If it is none.
 *
 * @example
 * ```ts
 * import { milliseconds } from "./option_values.ts";
 * import assert from "node:assert/strict";
 *
 * const read = (text: string) => milliseconds("smooth", text, "ms");
 * assert.deepEqual(["300", "300ms", "0.3s"].map(read), [300, 300, 300]);
 * ```
 */
export function milliseconds(
  option: string,
  given: string | undefined,
  unit: "ms" | "s",
): number | undefined {
  if (given === undefined) return undefined;
  const [, value, ownUnit = unit] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(given) ?? [];
  if (value === undefined) {
    const example = unit === "s"
      ? "seconds (10) or milliseconds (500ms)"
      : "milliseconds (300) or seconds (0.3s)";
    return refuse(option, given, example);
  }
  return Number(value) * (ownUnit === "s" ? 1000 : 1);
}
