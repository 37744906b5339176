import { ModelError } from "../errors.ts";

/** How a face is read against the same person's neutral face. */
export interface BaselineSettings {
  /** How much of what the neutral face shows is taken away, 0 to 1. */
  readonly strength: number;
  /** What a standard neutral face has more on the label `neutral`, in logarithms. */
  readonly neutralLift: number;
  /** The share of a person's pictures that are taken to be neutral where nobody says so, 0 to 1. */
  readonly neutralShare: number;
  /** Sharpens what is left, below 1, so that confidences match accuracies; 1 changes nothing. */
  readonly temperature: number;
}

/** Beyond these, faces are named right too seldom to rely on it. All may be left out. */
export interface QualityLimits {
  /** Least side of a face's box in pixels. */
  readonly minSizePx?: number;
  /** Least sharpness. */
  readonly minSharpness?: number;
  /** Most turn of the head to either side. */
  readonly maxYawDegrees?: number;
  /** Most lean of the head to either side. */
  readonly maxRollDegrees?: number;
  /** Least mean brightness, 0 to 1. */
  readonly minBrightness?: number;
  /** Least share of the box inside the frame, 0 to 1. */
  readonly minVisibleShare?: number;
}

/**
 * A model's `card.json`: everything needed to use its network. Other fields (`description`, `data`,
 * `accuracy`, `licence`, ...) are kept as they are.
 */
export interface ModelCard {
  /** The model's name, for people. */
  readonly name: string;
  /** One label per output of the network, in order. */
  readonly labels: readonly string[];
  /** What the network takes as input. */
  readonly input: {
    /** Width in pixels. */
    readonly width: number;
    /** Height in pixels. */
    readonly height: number;
    /** 1 for grey, 3 for RGB. */
    readonly channels: 1 | 3;
    /** The values of samples 0 and 255: `[0, 1]`, `[-1, 1]` or `[0, 255]`. */
    readonly range: readonly [number, number];
  };
  /** How to crop a face, in fractions of the side of its box. */
  readonly crop: {
    /** Added on each side; cut off if negative. */
    readonly margin: number;
    /** How far to move the centre towards the chin. */
    readonly shiftY: number;
  };
  /** Divides the logits, so that confidences match accuracies; 1 changes nothing. */
  readonly temperature: number;
  /** Below this confidence, 0 to 1, the label is not reliable. */
  readonly uncertainBelow: number;
  /** The quality that a face needs for its label to be reliable. */
  readonly qualityLimits?: QualityLimits;
  /** How to use a person's neutral face. Needs the label `neutral`. */
  readonly baseline?: BaselineSettings;
  /** Other fields: accuracy, data, licence. */
  readonly [field: string]: unknown;
}

/**
 * Checks the contents of a `card.json`.
 *
 * @param json The parsed file.
 * @param file The file's path or URL, for messages.
 * @returns The card. `temperature` is 1 and `uncertainBelow` 0.5 if the file does not have them.
 * @throws {ModelError} If a field is missing or out of range (`model-invalid`); the message names it.
 *
 * @example
 * ```ts
 * import { parseCard } from "./card.ts";
 * import assert from "node:assert/strict";
 *
 * const card = parseCard({
 *   name: "mood",
 *   labels: ["happy", "other"],
 *   input: { width: 48, height: 48, channels: 1, range: [0, 1] },
 *   crop: { margin: 0.1, shiftY: 0 },
 * }, "card.json");
 * assert.equal(card.temperature, 1);
 * ```
 */
export function parseCard(json: unknown, file: string | URL): ModelCard {
  const require = (holds: boolean, rule: string): void => {
    if (!holds) throw new ModelError("model-invalid", `Cannot use model card ${file}: ${rule}`);
  };
  require(isRecord(json), "it must be an object");
  const card = json as Record<string, unknown>;
  const { name, labels, temperature = 1, uncertainBelow = 0.5 } = card;
  require(isName(name), "name must be a text");
  require(
    Array.isArray(labels) && labels.length >= 2 && labels.every(isName),
    "labels must be a list of at least two names",
  );
  require(
    new Set(labels as string[]).size === (labels as string[]).length,
    "labels must differ",
  );
  require(isRecord(card.input), "input must be an object");
  const { width, height, channels, range } = card.input as Record<string, unknown>;
  require(isSize(width), "input.width must be a whole number of pixels");
  require(isSize(height), "input.height must be a whole number of pixels");
  require(channels === 1 || channels === 3, "input.channels must be 1 or 3");
  require(
    Array.isArray(range) && range.length === 2 && range.every((end) => isWithin(end, -1e6, 1e6)) &&
      Number(range[0]) < Number(range[1]),
    "input.range must be two numbers from -1e6 to 1e6, the smaller one first",
  );
  require(isRecord(card.crop), "crop must be an object");
  const { margin, shiftY } = card.crop as Record<string, unknown>;
  require(
    isWithin(margin, -0.5, 10) && margin > -0.5,
    "crop.margin must be a number above -0.5, at most 10",
  );
  require(isWithin(shiftY, -10, 10), "crop.shiftY must be a number from -10 to 10");
  require(isTemperature(temperature), "temperature must be a number from 0.01 to 100");
  require(isShare(uncertainBelow), "uncertainBelow must be a number from 0 to 1");
  const { baseline, qualityLimits = {} } = card;
  require(
    isRecord(qualityLimits) && Object.values(qualityLimits as object).every(isNumber),
    "qualityLimits must be an object of numbers",
  );
  if (baseline !== undefined) checkBaseline(baseline, labels as string[], require);
  return { ...card, temperature, uncertainBelow } as ModelCard;
}

function checkBaseline(
  baseline: unknown,
  labels: readonly string[],
  require: (holds: boolean, rule: string) => void,
): void {
  require(isRecord(baseline), "baseline must be an object");
  require(labels.includes("neutral"), "baseline needs the label neutral");
  const settings = baseline as Record<string, unknown>;
  const { strength, neutralLift, neutralShare, temperature } = settings;
  require(isShare(strength), "baseline.strength must be a number from 0 to 1");
  require(
    isWithin(neutralLift, -100, 100),
    "baseline.neutralLift must be a number from -100 to 100",
  );
  require(
    isShare(neutralShare) && neutralShare > 0,
    "baseline.neutralShare must be a number above 0, at most 1",
  );
  require(
    isTemperature(temperature),
    "baseline.temperature must be a number from 0.01 to 100",
  );
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "" && !/\p{Cc}/u.test(value);
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function isWithin(value: unknown, low: number, high: number): value is number {
  return isNumber(value) && value >= low && value <= high;
}

function isShare(value: unknown): value is number {
  return isWithin(value, 0, 1);
}

/** Beyond these, probabilities are all the same or all 0 and 1. */
function isTemperature(value: unknown): boolean {
  return isWithin(value, 0.01, 100);
}

function isSize(value: unknown): boolean {
  return isWithin(value, 1, 2 ** 20) && Number.isInteger(value);
}
