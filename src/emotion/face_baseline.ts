import { OptionError } from "../errors.ts";
import type { BaselineSettings, ModelCard } from "../model/card.ts";
import { againstBaseline, type Baseline, neutralBaseline } from "./baseline.ts";
import { FirstSeconds } from "./first_seconds.ts";
import { RestingMoments } from "./resting_moments.ts";

/**
 * Where a person's neutral face comes from: `off` for nowhere, `auto` for the moments of a video in
 * which a face looks most neutral, the first moments of each face, or the probabilities that pictures
 * of the person's neutral face gave.
 */
export type BaselineMode =
  | "off"
  | "auto"
  | { readonly firstMs: number }
  | { readonly neutral: readonly Readonly<Record<string, number>>[] };

/** Learns what one face shows at rest. */
export interface BaselineLearner {
  /**
   * Takes what the next frame shows.
   *
   * @param probabilities Of every label; undefined of a frame from which nothing can be learned.
   * @param time Seconds since the start of the source.
   * @returns What was known before this frame, or undefined if nothing was.
   */
  add(probabilities: readonly number[] | undefined, time: number): Baseline | undefined;
}

/** What one face shows relative to its baseline. */
export interface BaselineReading {
  /** The probability of every label; the plain ones while the baseline is not known. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** How well the baseline is known, 0 to 1. */
  readonly confidence: number;
}

/** The baseline of one face, as it is learned. */
export class FaceBaseline {
  readonly #learner: BaselineLearner;
  readonly #labels: readonly string[];
  readonly #settings: BaselineSettings;

  /**
   * @param learner Learns the baseline.
   * @param labels The model's labels.
   * @param settings The model's settings.
   */
  constructor(learner: BaselineLearner, labels: readonly string[], settings: BaselineSettings) {
    this.#learner = learner;
    this.#labels = labels;
    this.#settings = settings;
  }

  /**
   * Reads what the face shows in the next frame.
   *
   * @param probabilities The plain probability of every label.
   * @param time Seconds since the start of the source.
   * @param isClear Whether the frame shows the face well enough to learn from it.
   * @returns What it shows relative to what it shows at rest.
   */
  read(
    probabilities: Readonly<Record<string, number>>,
    time: number,
    isClear = true,
  ): BaselineReading {
    const labels = this.#labels, plain = labels.map((label) => probabilities[label]!);
    const baseline = this.#learner.add(isClear ? plain : undefined, time);
    if (baseline === undefined) return { probabilities, confidence: 0 };
    const neutral = labels.indexOf("neutral");
    const adjusted = againstBaseline(plain, baseline, neutral, this.#settings);
    return {
      probabilities: Object.fromEntries(labels.map((label, i) => [label, adjusted[i]!])),
      confidence: baseline.confidence,
    };
  }
}

/**
 * Makes baselines for the faces of one source.
 *
 * @param card The model's card.
 * @param mode Where a person's neutral face comes from.
 * @returns Makes the baseline of a new face; undefined if faces are read without one.
 * @throws {OptionError} If the mode is unknown, the model cannot use it, or it lacks a probability.
 *
 * @example
 * ```ts
 * import { baselineFactory } from "./face_baseline.ts";
 * import assert from "node:assert/strict";
 *
 * const card = {
 *   name: "mood",
 *   labels: ["happy", "neutral"],
 *   baseline: { strength: 1, neutralLift: 0, neutralShare: 0.3, temperature: 1 },
 * };
 * const newBaseline = baselineFactory(card, { neutral: [{ happy: 0.2, neutral: 0.8 }] });
 * const { probabilities } = newBaseline!().read({ happy: 0.5, neutral: 0.5 }, 0);
 * assert.equal(Math.round(100 * probabilities.happy!), 80);
 * ```
 */
export function baselineFactory(
  card: Pick<ModelCard, "name" | "labels" | "baseline">,
  mode: BaselineMode,
): (() => FaceBaseline) | undefined {
  const { labels, baseline: settings } = card;
  const isKnown = mode === "off" || mode === "auto" ||
    typeof mode === "object" && ("neutral" in mode || mode.firstMs >= 0 && mode.firstMs < Infinity);
  if (!isKnown) {
    const rule = "it must be off, auto, neutral pictures, or a time of at least 0 ms";
    throw new OptionError("option-invalid", `Cannot use a baseline: ${rule}`);
  }
  if (mode === "off" || (mode === "auto" && settings === undefined)) return undefined;
  if (settings === undefined) {
    throw new OptionError(
      "option-invalid",
      `Cannot use a baseline: the card of model ${card.name} does not say how`,
    );
  }
  const neutral = labels.indexOf("neutral");
  const newLearner = learnerFactory(mode, labels, neutral, settings);
  return () => new FaceBaseline(newLearner(), labels, settings);
}

/** The name of a mode in records. */
export function baselineName(mode: BaselineMode): string {
  if (typeof mode === "string") return mode;
  return "firstMs" in mode ? `${mode.firstMs / 1000}s` : "pictures";
}

function learnerFactory(
  mode: Exclude<BaselineMode, "off">,
  labels: readonly string[],
  neutral: number,
  settings: BaselineSettings,
): () => BaselineLearner {
  if (mode === "auto") return () => new RestingMoments(neutral, settings);
  if ("firstMs" in mode) return () => new FirstSeconds(mode.firstMs);
  const isGiven = mode.neutral.length > 0 &&
    mode.neutral.every((each) => labels.every((label) => Number.isFinite(each[label])));
  if (!isGiven) {
    throw new OptionError(
      "option-invalid",
      `Cannot use a baseline: neutral must hold the probabilities of ${labels.join(", ")}`,
    );
  }
  const known = neutralBaseline(
    mode.neutral.map((probabilities) => labels.map((label) => probabilities[label]!)),
  );
  return () => ({ add: () => known });
}
