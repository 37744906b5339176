import { chooseMethod } from "./choose_method.ts";
import type { Margins, Operation, Placement, Size, Window } from "./operation.ts";
import { type Finish, isStep, type Merge, type Step, valuesOf } from "./step.ts";

/** With more channels, the kernel of the 1x1 convolution would be too long to unroll. */
const MOST_DEPTHWISE_CHANNELS = 128;

/**
 * Fuses operations, so that intermediate values need not be stored: element-wise operations into the
 * step before them, a 2x2 maximum into a Winograd convolution, a depthwise convolution into the 1x1
 * convolution after it, and padding into the window that reads it.
 *
 * @param operations All operations, each after the ones that compute its inputs.
 * @param outputs Names of the network's outputs.
 * @returns The steps in an order in which they can run.
 */
export function fuse(operations: readonly Operation[], outputs: readonly string[]): Step[] {
  const fusion = new Fusion(operations, outputs);
  for (const operation of operations) fusion.add(operation);
  return fusion.finish(outputs);
}

class Fusion {
  /** The steps by the name of their output, in order. */
  readonly #steps = new Map<string, Step>();
  readonly #sizes = new Map<string, Size>();
  readonly #uses = new Map<string, number>();

  constructor(operations: readonly Operation[], outputs: readonly string[]) {
    for (const name of [...operations.flatMap(({ inputs }) => inputs), ...outputs]) {
      this.#uses.set(name, (this.#uses.get(name) ?? 0) + 1);
    }
  }

  add(operation: Operation): void {
    const { name, size, inputs, action } = operation;
    this.#sizes.set(name, size);
    switch (action.kind) {
      case "activation":
      case "normalization":
      case "rescaling":
      case "prelu":
        return this.#append(inputs[0]!, name, size, action);
      case "add":
      case "multiply":
        return this.#merge(operation, action.kind);
      case "pooling":
        if (this.#poolsConvolution(operation)) {
          return this.#replace(inputs[0]!, { isPooled: true, output: name, size });
        }
    }
    this.#put(this.#absorb(plainStep(action as Step["action"], inputs, name, size)));
  }

  /** The steps whose outputs are used. */
  finish(outputs: readonly string[]): Step[] {
    const used = new Set(outputs), kept: Step[] = [];
    for (const step of [...this.#steps.values()].reverse()) {
      if (!used.has(step.output) && step.action.kind !== "input") continue;
      for (const name of valuesOf(step)) used.add(name);
      kept.unshift(step);
    }
    return kept;
  }

  #put(step: Step): void {
    this.#steps.set(step.output, step);
  }

  /** Changes a step and moves it to the end. */
  #replace(name: string, changes: Partial<Step>): void {
    const step = this.#steps.get(name)!;
    this.#steps.delete(name);
    this.#put({ ...step, ...changes });
  }

  /** Whether more can be fused into a step, because nothing else reads its output. */
  #isOpen(name: string): boolean {
    const step = this.#steps.get(name);
    const finishes = isStep(step, "convolution") || isStep(step, "depthwise") ||
      isStep(step, "pass");
    return finishes && !step.isPooled && this.#uses.get(name) === 1;
  }

  #append(input: string, name: string, size: Size, finish: Finish): void {
    const host = this.#isOpen(input) ? input : `${name}/pass`;
    if (host !== input) this.#put(plainStep({ kind: "pass" }, [input], host, size));
    const before = this.#steps.get(host)!.finish;
    this.#replace(host, { finish: [...before, finish], output: name });
  }

  /** Fuses the operation into the step of one input, which then runs last and reads the other inputs. */
  #merge({ inputs, name, size }: Operation, kind: Merge["kind"]): void {
    const host = inputs.findLast((input) => this.#isOpen(input)) ?? inputs[0]!;
    const others = inputs.toSpliced(inputs.indexOf(host), 1);
    let current = host;
    for (const [i, other] of others.entries()) {
      const isLast = i === others.length - 1, output = isLast ? name : `${name}/${i}`;
      if (!isLast) this.#uses.set(output, 1);
      this.#append(current, output, size, this.#mergeWith(other, kind));
      current = output;
    }
  }

  /** Merges the input of a channel padding or 2x2 maximum instead, so that its output need not be stored. */
  #mergeWith(value: string, kind: Merge["kind"]): Merge {
    const step = this.#steps.get(value);
    if (kind === "add" && isStep(step, "placement") && this.#padsChannels(step)) {
      return this.#mergeWith(step.inputs[0]!, kind);
    }
    const isPooled = isStep(step, "pooling") && step.finish.length === 0 &&
      step.action.of === "maximum" && isHalving(step.action.window);
    return isPooled ? { kind, value: step.inputs[0]!, isPooled } : { kind, value, isPooled: false };
  }

  /** Whether a step only appends channels of zeros. */
  #padsChannels(step: Step<Placement>): boolean {
    const [input] = step.inputs as [string], [offset] = step.action.offsets;
    const from = this.#sizes.get(input)!, { size } = step;
    const isInPlace = from.height === size.height && from.width === size.width &&
      [offset!.row, offset!.column, offset!.channel].every((at) => at === 0);
    return step.inputs.length === 1 && isInPlace;
  }

  #poolsConvolution({ inputs: [input], action }: Operation): boolean {
    const step = this.#steps.get(input!);
    return action.kind === "pooling" && action.of === "maximum" && isHalving(action.window) &&
      isStep(step, "convolution") && this.#isOpen(input!) &&
      !step.finish.some((finish) => "value" in finish) &&
      chooseMethod(step, this.#sizes.get(step.inputs[0]!)!) === "winograd";
  }

  /** Fuses padding or a depthwise convolution into the convolution that follows. */
  #absorb(step: Step): Step {
    if (!isStep(step, "convolution") && !isStep(step, "depthwise")) return step;
    const input = this.#steps.get(step.inputs[0]!);
    if (isStep(input, "placement") && input.inputs.length === 1) {
      const padding = paddingOf(input, this.#sizes);
      if (!padding) return step;
      const window = { ...step.action.window, padding: sum(step.action.window.padding, padding) };
      return { ...step, action: { ...step.action, window }, inputs: input.inputs } as Step;
    }
    const isWhole = isStep(step, "convolution") && isSinglePoint(step.action.window) &&
      isStep(input, "depthwise") && this.#uses.get(input.output) === 1 &&
      !input.finish.some((finish) => "value" in finish) &&
      input.size.channels <= MOST_DEPTHWISE_CHANNELS;
    if (!isWhole) return step;
    this.#steps.delete(input.output);
    return { ...step, before: input, inputs: input.inputs };
  }
}

function plainStep(
  action: Step["action"],
  inputs: readonly string[],
  output: string,
  size: Size,
): Step {
  return { action, inputs, before: undefined, finish: [], isPooled: false, output, size };
}

function isSinglePoint({ kernel, strides, padding }: Window): boolean {
  return [...kernel, ...strides].every((size) => size === 1) && isNone(padding);
}

/** Whether a window is 2x2 with stride 2 and no padding. */
function isHalving({ kernel, strides, padding }: Window): boolean {
  return [...kernel, ...strides].every((size) => size === 2) && isNone(padding);
}

function isNone(margins: Margins): boolean {
  return Object.values(margins).every((size) => size === 0);
}

/** The padding that a step adds, if it does nothing else. */
function paddingOf(step: Step, sizes: ReadonlyMap<string, Size>): Margins | undefined {
  if (!isStep(step, "placement")) return undefined;
  const from = sizes.get(step.inputs[0]!)!, { size } = step;
  const { row: top, column: left } = step.action.offsets[0]!;
  const bottom = size.height - from.height - top, right = size.width - from.width - left;
  const isPadding = Math.min(top, left, bottom, right) >= 0 && from.channels === size.channels;
  return isPadding ? { top, left, bottom, right } : undefined;
}

function sum(a: Margins, b: Margins): Margins {
  return {
    top: a.top + b.top,
    left: a.left + b.left,
    bottom: a.bottom + b.bottom,
    right: a.right + b.right,
  };
}
