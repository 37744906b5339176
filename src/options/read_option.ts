import type { BaselineChoice, Option, OptionValue } from "./option.ts";

/**
 * Reads the text of an option's value.
 *
 * @param option The option.
 * @param text What was given.
 * @returns The value, or undefined where the option does not take the text.
 *
 * @example
 * ```ts
 * import { readOption } from "./read_option.ts";
 * import assert from "node:assert/strict";
 *
 * const smooth = { kind: "duration", unit: "ms", placeholder: "TIME", help: "" } as const;
 * assert.equal(readOption(smooth, "0.3s"), 300);
 * ```
 */
export function readOption<Of extends Option>(
  option: Of,
  text: string,
): OptionValue<Of> | undefined {
  return read(option, text) as OptionValue<Of> | undefined;
}

/**
 * Says what an option takes.
 *
 * @param option The option.
 * @returns A phrase such as "a number from 0 to 1".
 */
export function expectation(option: Option): string {
  switch (option.kind) {
    case "flag":
      return "true or false";
    case "number":
    case "integer":
      return `a ${option.kind === "integer" ? "whole " : ""}number${bounds(option)}`;
    case "count":
      return `a whole number from 0 to ${option.max}, or auto`;
    case "duration":
      return option.unit === "s"
        ? "seconds (10) or milliseconds (500ms)"
        : "milliseconds (300) or seconds (0.3s)";
    case "time":
      return "seconds (12.5) or a clock (1:02:03.5)";
    case "size":
      return "width x height in pixels, such as 640x480";
    case "range":
      return "two numbers, the smaller one first, such as 0..1 or -1..1";
    case "choice":
      return `one of ${option.choices.join(", ")}`;
    case "baseline":
      return `off, auto, a time such as 3s${option.takesPictures ? ", or pictures" : ""}`;
    case "text":
    case "list":
      return "text";
  }
}

function read(option: Option, text: string): OptionValue | undefined {
  switch (option.kind) {
    case "flag":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "number":
    case "integer":
      return readNumber(option, text);
    case "duration":
      return readDuration(text, option.unit);
    case "baseline":
      return readBaseline(text, option.takesPictures);
    case "count":
      return text === "auto"
        ? text
        : readNumber({ ...option, kind: "integer", min: 0, default: 0 }, text);
    case "time":
      return /^(\d+:){0,2}\d+(\.\d+)?$/.test(text)
        ? text.split(":").reduce((total, part) => total * 60 + Number(part), 0)
        : undefined;
    case "size": {
      const [, width, height] = /^([1-9]\d*)x([1-9]\d*)$/i.exec(text) ?? [];
      return width && height ? { width: Number(width), height: Number(height) } : undefined;
    }
    case "range": {
      const [low = NaN, high = NaN, ...more] = text.split("..").map(numberOf);
      const fits = more.length === 0 && low < high && Number.isFinite(high - low);
      return fits ? [low, high] : undefined;
    }
    case "choice":
      return option.choices.includes(text) ? text : undefined;
    case "text":
      return text;
    case "list":
      return text.split(",").map((word) => word.trim());
  }
}

function readDuration(text: string, defaultUnit?: "ms" | "s"): number | undefined {
  const [, value, unit = defaultUnit] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text) ?? [];
  if (value === undefined || unit === undefined) return undefined;
  return Number(value) * (unit === "s" ? 1000 : 1);
}

function readBaseline(text: string, takesPictures: boolean): BaselineChoice | undefined {
  if (text === "off" || text === "auto") return text;
  const firstMs = readDuration(text, "s");
  if (firstMs !== undefined) return firstMs > 0 ? { firstMs } : undefined;
  const pictures = text.split(",").map((path) => path.trim());
  return takesPictures && !pictures.includes("") ? { pictures } : undefined;
}

type NumberOption = Extract<Option, { kind: "number" | "integer" }>;

function readNumber({ kind, min, max }: NumberOption, text: string): number | undefined {
  const value = numberOf(text);
  const fits = value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  return fits && (kind === "number" || Number.isInteger(value)) ? value : undefined;
}

function numberOf(text: string): number {
  return text.trim() === "" ? NaN : Number(text);
}

function bounds({ min, max }: NumberOption): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? "" : ` of at most ${max}`;
}
