/**
 * Models: how accurate they are, and conversion from Keras.
 *
 * @module
 */

export type { ClassScores, Confusion } from "./src/eval/confusion.ts";
export {
  evaluate,
  type EvaluateBaseline,
  type EvaluateOptions,
  type Evaluation,
} from "./src/eval/evaluate.ts";
export type { ReferenceChoice } from "./src/eval/leave_one_out.ts";
export type { WeightType } from "./src/keras/convert_keras.ts";
export {
  convertModel,
  type ConvertOptions,
  type ConvertSummary,
  type ScaleTrial,
} from "./src/keras/convert_model.ts";
export type { PixelRange } from "./src/keras/entry_range.ts";
