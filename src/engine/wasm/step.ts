import type {
  Combination,
  Convolution,
  Depthwise,
  Input,
  Placement,
  Pointwise,
  Pooling,
  Reshape,
  Resize,
  Size,
  Softmax,
} from "./operation.ts";

/** The sum or product with another value of the same place. */
export interface Merge {
  readonly kind: Combination["kind"];
  /** Name of the other value; where it has fewer channels, the rest counts as zero. */
  readonly value: string;
  /** Whether the maximum of 2x2 of its numbers is meant, of which it has four for each. */
  readonly isPooled: boolean;
}

/** What is done to each number before it is stored. */
export type Finish = Pointwise | Merge;

/** What passes its input on, for the sake of what finishes it. */
export interface Pass {
  readonly kind: "pass";
}

/** What a step does first. */
export type StepAction =
  | Convolution
  | Depthwise
  | Pooling
  | Placement
  | Resize
  | Reshape
  | Softmax
  | Input
  | Pass;

/** Several operations of a network done in one go, for which one function is emitted. */
export interface Step<A extends StepAction = StepAction> {
  readonly action: A;
  /** Names of the values that the action takes. */
  readonly inputs: readonly string[];
  /** A depthwise convolution that makes the rows of a 1x1 convolution's input. */
  readonly before: Step<Depthwise> | undefined;
  /** What follows on each number, in order. */
  readonly finish: readonly Finish[];
  /** Whether the maximum of each 2x2 of the finished numbers is stored. */
  readonly isPooled: boolean;
  /** Name of what is stored. */
  readonly output: string;
  /** Of what is stored. */
  readonly size: Size;
}

/** All values that a step reads. */
export function valuesOf(step: Step): string[] {
  const merged = step.finish.flatMap((finish) => "value" in finish ? [finish.value] : []);
  return [...step.inputs, ...merged];
}

/** Whether a step is one of an action. */
export function isStep<K extends StepAction["kind"]>(
  step: Step | undefined,
  kind: K,
): step is Step<Extract<StepAction, { kind: K }>> {
  return step?.action.kind === kind;
}
