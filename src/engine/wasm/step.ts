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

/** Adds or multiplies another value, element by element. */
export interface Merge {
  readonly kind: Combination["kind"];
  /** Name of the other value. If it has fewer channels, the missing ones count as zero. */
  readonly value: string;
  /** Whether the other value is twice as high and wide, and the maximum of each 2x2 is merged. */
  readonly isPooled: boolean;
}

/** An operation on each number before it is stored. */
export type Finish = Pointwise | Merge;

/** Copies its input, for element-wise operations that could not be fused into another step. */
export interface Pass {
  readonly kind: "pass";
}

/** The main operation of a step. */
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

/** Operations that are fused into one function. */
export interface Step<A extends StepAction = StepAction> {
  readonly action: A;
  /** Names of the action's inputs. */
  readonly inputs: readonly string[];
  /** A depthwise convolution whose output is the input of this 1x1 convolution. */
  readonly before: Step<Depthwise> | undefined;
  /** The operations on each result, in order. */
  readonly finish: readonly Finish[];
  /** Whether only the maximum of each 2x2 of the results is stored. */
  readonly isPooled: boolean;
  /** Name of the value that is stored. */
  readonly output: string;
  /** Size of the value that is stored. */
  readonly size: Size;
}

/** All values that a step reads. */
export function valuesOf(step: Step): string[] {
  const merged = step.finish.flatMap((finish) => "value" in finish ? [finish.value] : []);
  return [...step.inputs, ...merged];
}

/** Whether a step has a certain kind of action. */
export function isStep<K extends StepAction["kind"]>(
  step: Step | undefined,
  kind: K,
): step is Step<Extract<StepAction, { kind: K }>> {
  return step?.action.kind === kind;
}
