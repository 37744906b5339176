import { OnnxModel } from "./onnx_model.ts";

/** The parts of `model.json` that are read. */
interface ModelJson {
  modelTopology: { config: { name: string; layers: Layer[]; output_layers: [string][] } };
  weightsManifest: [{ weights: { name: string; shape: number[] }[] }];
}

interface Layer {
  class_name: string;
  name: string;
  // deno-lint-ignore no-explicit-any -- arguments differ from layer to layer
  config: Record<string, any>;
  inbound_nodes: [] | [[string][]];
}

interface Weight {
  shape: number[];
  values: Float32Array;
}

/** Appends a layer to the ONNX model and returns the name of its output. */
type LayerWriter = (
  onnx: OnnxModel,
  inputs: string[],
  config: Layer["config"],
  weight: (kind: string) => Weight,
) => string;

const activations: Record<string, string> = { relu: "Relu", elu: "Elu", softmax: "Softmax" };

const writers: Record<string, LayerWriter> = {
  InputLayer(onnx, _, { batch_input_shape: [, height, width, channels] }) {
    onnx.input("input", [1, channels, height, width]);
    return "input";
  },
  Conv2D: (onnx, inputs, config, weight) =>
    convolution(onnx, inputs, config, transposed(weight("kernel"), [3, 2, 0, 1]), weight("bias")),
  DepthwiseConv2D(onnx, inputs, config, weight) {
    const filters = transposed(weight("depthwise_kernel"), [2, 3, 0, 1]);
    return convolution(onnx, inputs, config, filters, weight("bias"), filters.shape[0]);
  },
  Dense(onnx, inputs, config, weight) {
    const stored = [weight("kernel"), weight("bias")].map((each) => store(onnx, each));
    return activated(onnx, onnx.node("Gemm", [...inputs, ...stored]), config);
  },
  BatchNormalization(onnx, inputs, { epsilon }, weight) {
    const stored = ["gamma", "beta", "moving_mean", "moving_variance"]
      .map((kind) => store(onnx, weight(kind)));
    return onnx.node("BatchNormalization", [...inputs, ...stored], { epsilon: { float: epsilon } });
  },
  MaxPooling2D: (onnx, inputs, { pool_size, strides, padding }) =>
    onnx.node("MaxPool", inputs, { kernel_shape: pool_size, strides, auto_pad: autoPad(padding) }),
  Flatten: (onnx, inputs) => onnx.node("Flatten", [channelsLast(onnx, inputs)]),
  Reshape: (onnx, inputs, { target_shape }) =>
    onnx.node("Reshape", [channelsLast(onnx, inputs), onnx.integers([1, ...target_shape])]),
  Add: (onnx, inputs) => onnx.node("Add", inputs),
  ReLU: (onnx, inputs) => onnx.node("Relu", inputs),
  ChannelPadding: (onnx, inputs, { channels }) =>
    onnx.node("Pad", [...inputs, onnx.integers([0, 0, 0, 0, 0, channels, 0, 0])]),
  Resizing: (onnx, inputs, { height, width }) =>
    onnx.node("Resize", [...inputs, "", "", onnx.integers([height, width])], {
      axes: [2, 3],
      coordinate_transformation_mode: "half_pixel",
      mode: "linear",
    }),
  Concatenate: (onnx, inputs, { axis }) => onnx.node("Concat", inputs, { axis }),
};

/**
 * Writes a bundled network as ONNX. The input, called `input`, and all values inside have channels
 * first, the outputs are as in Keras.
 *
 * @param folder URL of the model's folder, with a slash at its end.
 * @returns The ONNX file.
 */
export async function convertToOnnx(folder: URL): Promise<Uint8Array> {
  const model = JSON.parse(await Deno.readTextFile(new URL("model.json", folder))) as ModelJson;
  const weights = readWeights(model, await Deno.readFile(new URL("weights.bin", folder)));
  const { config } = model.modelTopology;
  const onnx = new OnnxModel(config.name);
  const outputs = new Map<string, string>();
  for (
    const { name, class_name: kind, config: settings, inbound_nodes: [inbound] } of config.layers
  ) {
    const write = writers[kind];
    if (!write) throw new Error(`Cannot write ${name} as ONNX: ${kind} is not known here`);
    const inputs = (inbound ?? []).map(([from]) => outputs.get(from)!);
    outputs.set(name, write(onnx, inputs, settings, (kind) => weights.get(`${name}/${kind}`)!));
  }
  for (const [name] of config.output_layers) onnx.output(outputs.get(name)!);
  return onnx.finish();
}

/** The weights, all of which are stored in half precision. */
function readWeights(model: ModelJson, bytes: Uint8Array<ArrayBuffer>): Map<string, Weight> {
  const halves = new Float16Array(bytes.buffer);
  let at = 0;
  return new Map(model.weightsManifest[0].weights.map(({ name, shape }) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return [name, { shape, values: new Float32Array(halves.subarray(at, at += length)) }];
  }));
}

function convolution(
  onnx: OnnxModel,
  inputs: string[],
  config: Layer["config"],
  filters: Weight,
  bias: Weight,
  group = 1,
): string {
  const { strides, kernel_size: kernel_shape, padding } = config;
  const stored = [filters, bias].map((weight) => store(onnx, weight));
  const attributes = { strides, kernel_shape, group, auto_pad: autoPad(padding) };
  return activated(onnx, onnx.node("Conv", [...inputs, ...stored], attributes), config);
}

function activated(onnx: OnnxModel, name: string, { activation }: Layer["config"]): string {
  const op = activations[activation];
  return op ? onnx.node(op, [name]) : name;
}

function autoPad(padding: string): string {
  return padding === "same" ? "SAME_UPPER" : "VALID";
}

function channelsLast(onnx: OnnxModel, inputs: string[]): string {
  return onnx.node("Transpose", inputs, { perm: [0, 2, 3, 1] });
}

function store(onnx: OnnxModel, { shape, values }: Weight): string {
  return onnx.weights(shape, values);
}

/** Transposes the axes of an array. */
function transposed({ shape, values }: Weight, order: number[]): Weight {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const sizes = order.map((axis) => shape[axis]!);
  const moved = values.map((_, i) => {
    let from = 0;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += i % sizes[axis]! * strides[order[axis]!]!;
      i = Math.floor(i / sizes[axis]!);
    }
    return values[from]!;
  });
  return { shape: sizes, values: moved };
}
