import type { GraphNode, Shape } from "../../model/graph.ts";
import { productOf } from "../../model/output_shape.ts";
import {
  type Action,
  type Affine,
  NO_MARGINS,
  type Operation,
  type Placement,
  sizeOf,
  type Window,
} from "./operation.ts";
import { parseActivation } from "./parse_activation.ts";
import { pairOf, parseWindow } from "./parse_window.ts";

/** A layer and the shapes of its inputs. */
export interface LayerContext {
  readonly node: GraphNode;
  readonly inputShapes: readonly Shape[];
}

type Rule = (context: LayerContext) => Action[] | undefined;

/** With a longer stride, the input of a strip of pixels would not fit into the block. */
const LONGEST_STRIDE = 8;
/** A depthwise kernel becomes code as a whole, a weight of each channel after the other: about 16x16. */
const MOST_TAPS = 256;
/** The code of a convolution grows with these: weights of one filter. Those of use have about 25,000. */
const MOST_FACTORS = 2 ** 16;
const POINTWISE: Window = { kernel: [1, 1], strides: [1, 1], padding: NO_MARGINS };

const RULES: Readonly<Record<string, Rule>> = {
  InputLayer: () => [{ kind: "input" }],
  Conv2D: (context) => {
    const { node } = context, window = convolutionWindow(context);
    if (!window || (node.attributes.groups ?? 1) !== 1) return undefined;
    if (productOf(window.kernel) * context.inputShapes[0]!.at(-1)! > MOST_FACTORS) return undefined;
    return [{
      kind: "convolution",
      window,
      weights: node.weights.kernel!,
      bias: node.weights.bias,
    }];
  },
  DepthwiseConv2D: (context) => {
    const window = depthwiseWindow(context);
    const { depthwise_kernel: weights, bias } = context.node.weights;
    return window && [{ kind: "depthwise", window, weights: weights!, bias }];
  },
  SeparableConv2D: (context) => {
    const window = depthwiseWindow(context);
    const { depthwise_kernel, pointwise_kernel, bias } = context.node.weights;
    return window && [
      { kind: "depthwise", window, weights: depthwise_kernel!, bias: undefined },
      { kind: "convolution", window: POINTWISE, weights: pointwise_kernel!, bias },
    ];
  },
  Dense: ({ node: { weights } }) => [
    { kind: "convolution", window: POINTWISE, weights: weights.kernel!, bias: weights.bias },
  ],
  MaxPooling2D: (context) => pooling(context, "maximum"),
  AveragePooling2D: (context) => pooling(context, "mean"),
  GlobalMaxPooling2D: (context) => globalPooling(context, "maximum"),
  GlobalAveragePooling2D: (context) => globalPooling(context, "mean"),
  BatchNormalization: (context) => normalization(context),
  Rescaling: ({ node: { attributes } }) => [{
    kind: "rescaling",
    scale: [attributes.scale ?? 1].flat() as number[],
    offset: [attributes.offset ?? 0].flat() as number[],
  }],
  Activation: () => [],
  ReLU: () => [],
  LeakyReLU: () => [],
  ELU: () => [],
  Softmax: () => [],
  PReLU: ({ node, inputShapes: [input] }) => {
    const shared = (node.attributes.shared_axes ?? []) as number[];
    const isForChannels =
      input!.slice(0, -1).every((size, i) => size === 1 || shared.includes(i + 1)) &&
      !shared.includes(input!.length);
    return isForChannels ? [{ kind: "prelu", alpha: node.weights.alpha! }] : undefined;
  },
  Add: (context) => combination(context, "add"),
  Multiply: (context) => combination(context, "multiply"),
  Concatenate: (context) => concatenation(context),
  Flatten: () => [{ kind: "reshape" }],
  Reshape: () => [{ kind: "reshape" }],
  ZeroPadding2D: ({ node }) => {
    const [[row], [column]] = sidesOf(node.attributes.padding ?? 1);
    return [{ kind: "placement", offsets: [{ row, column, channel: 0 }] }];
  },
  Cropping2D: ({ node }) => {
    const [[row], [column]] = sidesOf(node.attributes.cropping ?? 0);
    return [{ kind: "placement", offsets: [{ row: -row, column: -column, channel: 0 }] }];
  },
  ChannelPadding: () => [{ kind: "placement", offsets: [{ row: 0, column: 0, channel: 0 }] }],
  Resizing: ({ node: { attributes } }) =>
    attributes.interpolation === "bilinear" ? [{ kind: "resize" }] : undefined,
};

/** The layer classes that can be compiled, with most of their arguments. */
export const compiledLayers: ReadonlySet<string> = new Set(Object.keys(RULES));

/**
 * Translates a layer into operations.
 *
 * @param context The layer and the shapes of its inputs.
 * @returns The operations in order, or nothing if the layer is not supported.
 */
export function lowerLayer(context: LayerContext): Operation[] | undefined {
  const { node, inputShapes } = context;
  const { name, op, inputs, attributes } = node;
  if (!compiledLayers.has(op) || (attributes.data_format ?? "channels_last") !== "channels_last") {
    return undefined;
  }
  if (Math.max(node.shape.length, ...inputShapes.map((shape) => shape.length)) > 3) {
    return undefined;
  }
  const actions = RULES[op]!(context);
  const activation = parseActivation(node);
  if (!actions || !activation) return undefined;
  const all = [...actions, ...activation];
  const steps = all.length > 0 ? all : [{ kind: "reshape" } as const];
  return steps.map((action, i) => ({
    name: i === steps.length - 1 ? name : `${name}/${i}`,
    inputs: i === 0 ? inputs : [`${name}/${i - 1}`],
    // The depthwise half of a separable convolution keeps the number of channels.
    size: action.kind === "depthwise"
      ? { ...sizeOf(node.shape), channels: inputShapes[0]!.at(-1)! }
      : sizeOf(node.shape),
    action,
  }));
}

function convolutionWindow({ node, inputShapes: [input] }: LayerContext): Window | undefined {
  const window = parseWindow(node.attributes.kernel_size, node.attributes, input!);
  return window && Math.max(...window.strides) <= LONGEST_STRIDE ? window : undefined;
}

function depthwiseWindow(context: LayerContext): Window | undefined {
  const window = convolutionWindow(context);
  const isSimple = (context.node.attributes.depth_multiplier ?? 1) === 1;
  return window && isSimple && productOf(window.kernel) <= MOST_TAPS ? window : undefined;
}

function pooling({ node, inputShapes: [input] }: LayerContext, of: "maximum" | "mean") {
  const size = node.attributes.pool_size ?? 2;
  const attributes = { ...node.attributes, strides: node.attributes.strides ?? size };
  const window = parseWindow(size, attributes, input!);
  return window && [{ kind: "pooling", of, window } as const];
}

function globalPooling({ inputShapes: [input] }: LayerContext, of: "maximum" | "mean"): Action[] {
  const { height, width } = sizeOf(input!);
  const window: Window = { kernel: [height, width], strides: [1, 1], padding: NO_MARGINS };
  return [{ kind: "pooling", of, window }];
}

function normalization({ node, inputShapes: [input] }: LayerContext): Affine[] | undefined {
  const { gamma, beta, moving_mean: mean, moving_variance: variance } = node.weights;
  const axis = Number([node.attributes.axis ?? -1].flat()[0]);
  if (axis !== -1 && axis !== input!.length) return undefined;
  const epsilon = Number(node.attributes.epsilon ?? 1e-3);
  return [{ kind: "normalization", gamma, beta, mean: mean!, variance: variance!, epsilon }];
}

function combination(
  { inputShapes }: LayerContext,
  kind: "add" | "multiply",
): Action[] | undefined {
  const isEven = inputShapes.every((shape) => String(shape) === String(inputShapes[0]));
  return isEven && inputShapes.length > 1 ? [{ kind }] : undefined;
}

function concatenation({ node, inputShapes }: LayerContext): Placement[] {
  const rank = node.shape.length;
  const given = Number(node.attributes.axis ?? -1);
  const axis = given < 0 ? rank + given : given - 1;
  const key = (["channel", "column", "row"] as const)[rank - 1 - axis]!;
  let at = 0;
  const offsets = inputShapes.map((shape) => {
    const offset = { row: 0, column: 0, channel: 0, [key]: at };
    at += shape[axis]!;
    return offset;
  });
  return [{ kind: "placement", offsets }];
}

/** Before and after, for rows and columns, from one number for both axes or one for each. */
function sidesOf(value: unknown): [[number, number], [number, number]] {
  return pairOf(value).map((sides) => pairOf(sides)) as [[number, number], [number, number]];
}
