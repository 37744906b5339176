import { Refusal, refuseLayer } from "./refusal.ts";

/** A Keras model as a list of layers that name the layers they take their inputs from. */
export interface KerasModel {
  readonly layers: readonly KerasLayer[];
  /** Names of the model's input layers. */
  readonly inputs: readonly string[];
  /** Names of the layers whose outputs are the model's. */
  readonly outputs: readonly string[];
}

/** One layer of a {@linkcode KerasModel}. */
export interface KerasLayer {
  readonly name: string;
  /** `Conv2D`, `InputLayer`, ... */
  readonly className: string;
  /** The layer's arguments by Keras's names. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of the layers that it takes its inputs from, none for an `InputLayer`. */
  readonly inputs: readonly string[];
  /** Present where the layer is itself a model. */
  readonly model?: KerasModel;
}

/** Functions of two tensors (`a + b`) that do the same as the layers of the same name. */
const MERGES = ["Add", "Multiply", "Maximum", "Minimum"];

interface Json {
  class_name?: string;
  module?: string;
  name?: string;
  config?: Record<string, unknown> | Json[];
  inbound_nodes?: unknown[];
  build_config?: { input_shape?: unknown };
}

/**
 * Reads what `model.to_json()` of Keras 1 to 3 writes, for a sequential or functional model.
 *
 * @param json The parsed JSON.
 * @returns The model. A sequential model without an `InputLayer` gets one.
 * @throws {Refusal} If it is not such a model, or a layer is called in an unsupported way.
 */
export function parseKerasModel(json: unknown): KerasModel {
  const { class_name, config } = (json ?? {}) as Json;
  if (class_name === "Sequential" && config !== undefined) return sequential(json as Json);
  if ((class_name === "Functional" || class_name === "Model") && config !== undefined) {
    return functional(config as Record<string, unknown>);
  }
  throw new Refusal(`its class ${class_name ?? "(none)"} is neither Sequential nor Functional`);
}

function sequential(json: Json): KerasModel {
  const config = json.config as { layers?: Json[]; build_input_shape?: unknown } | Json[];
  const entries = (Array.isArray(config) ? config : config.layers) ?? [];
  const layers: KerasLayer[] = [];
  if (entries[0] !== undefined && entries[0].class_name !== "InputLayer") {
    const first = entries[0].config as Record<string, unknown> | undefined;
    const shape = first?.batch_input_shape ?? json.build_config?.input_shape ??
      (Array.isArray(config) ? undefined : config.build_input_shape);
    layers.push({
      name: `${first?.name}_input`,
      className: "InputLayer",
      config: { batch_input_shape: shape },
      inputs: [],
    });
  }
  for (const entry of entries) {
    const before = layers.at(-1);
    layers.push(layerOf(entry, before ? [before.name] : []));
  }
  const [first, last] = [layers[0], layers.at(-1)];
  if (!first || !last) throw new Refusal("the model has no layers");
  return { layers, inputs: [first.name], outputs: [last.name] };
}

function functional(config: Record<string, unknown>): KerasModel {
  const layers = (config.layers as Json[]).map((entry) => layerOf(entry, inputsOf(entry)));
  return {
    layers,
    inputs: endsOf(config.input_layers),
    outputs: endsOf(config.output_layers),
  };
}

function layerOf(entry: Json, inputs: string[]): KerasLayer {
  const config = (entry.config ?? {}) as Record<string, unknown>;
  const isFunction = isFunctionOfKeras3(entry, config) && !MERGES.includes(entry.class_name!);
  const className = `${isFunction ? "keras.ops." : ""}${entry.class_name}`;
  const name = String(entry.name ?? config.name);
  const isModel = "layers" in config || Array.isArray(config);
  return { name, className, config, inputs, ...isModel && { model: parseKerasModel(entry) } };
}

/** Whether a node is a call of `keras.ops`; in an `.h5` these can only be told by their arguments. */
function isFunctionOfKeras3({ class_name, module, inbound_nodes }: Json, config: object): boolean {
  if (module !== undefined) return module.startsWith("keras.src.ops");
  // The only layers whose arguments lack `trainable`, as those of functions do.
  if (class_name?.startsWith("SpatialDropout")) return false;
  const [call] = inbound_nodes ?? [];
  return typeof call === "object" && call !== null && "args" in call && !("trainable" in config);
}

/** The layers that a layer takes its inputs from. */
function inputsOf(entry: Json): string[] {
  const calls = entry.inbound_nodes ?? [];
  const refuse = (why: string): never =>
    refuseLayer({ name: String(entry.name), op: String(entry.class_name) }, why);
  if (calls.length > 1) return refuse(`it is used ${calls.length} times, and once is supported`);
  const [call] = calls;
  if (call === undefined) return [];
  const inputs: string[] = [];
  const addTensor = ([name, , index]: unknown[]): void => {
    if (index !== 0) refuse("it takes an output of a layer other than the first");
    inputs.push(String(name));
  };
  const checkArguments = (kwargs: Record<string, unknown>): void => {
    for (const [key, value] of Object.entries(kwargs)) {
      if (![value].flat().every((one) => one === null || one === false)) {
        refuse(`it is called with ${key}=${JSON.stringify(value)}`);
      }
    }
  };
  if (Array.isArray(call)) {
    for (const tensor of (Array.isArray(call[0]) ? call : [call]) as unknown[][]) {
      addTensor(tensor);
      checkArguments((tensor[3] ?? {}) as Record<string, unknown>);
    }
  } else {
    const { args, kwargs } = call as { args: unknown[]; kwargs?: Record<string, unknown> };
    for (const value of args.flat()) {
      const tensor = value as { class_name?: string; config?: { keras_history: unknown[] } } | null;
      if (tensor?.class_name !== "__keras_tensor__" || !tensor.config) {
        return refuse(`it is called with ${JSON.stringify(value)}`);
      }
      addTensor(tensor.config.keras_history);
    }
    // Keras 3 replaces a saved `training` by that of the model's call.
    checkArguments({ ...kwargs, training: null });
  }
  return inputs;
}

/** Names in `["name", 0, 0]`, or in a list or record of these. */
function endsOf(value: unknown): string[] {
  const list = Object.values((value ?? []) as object);
  return typeof list[0] === "string" ? [list[0]] : list.flatMap(endsOf);
}
