import type { Network, WeightSpec } from "../../../src/model/graph.ts";
import { outputShape } from "../../../src/model/output_shape.ts";
import { readGraph } from "../../../src/model/read_graph.ts";
import { weightShapes } from "../../../src/model/weight_shapes.ts";
import type { NetworkWish, Wish } from "./network_wish.ts";
import { randomNumbers } from "./random_numbers.ts";

/** Makes a network with random weights. */
export function networkOf(wish: NetworkWish): Network {
  const builder = new Builder(wish);
  for (const [i, each] of wish.wishes.entries()) {
    builder.add(each);
    if (wish.hasTwoOutputs && i === wish.wishes.length >> 1) builder.addOutput();
  }
  return builder.finish(wish.end);
}

/** Arguments that tfjs would have by itself. */
const POINTWISE = { kernel_size: [1, 1], strides: [1, 1] };

class Builder {
  readonly #layers: unknown[] = [];
  readonly #specs: WeightSpec[] = [];
  readonly #data: number[] = [];
  readonly #shapes = new Map<string, readonly number[]>();
  readonly #dtype: "float32" | "float16";
  readonly #random: () => number;
  readonly #outputs: string[] = [];
  #last = "input";

  constructor({ height, width, channels, dtype, seed }: NetworkWish) {
    this.#dtype = dtype;
    this.#random = randomNumbers(seed);
    this.#layers.push({
      class_name: "InputLayer",
      name: "input",
      config: { name: "input", batch_input_shape: [null, height, width, channels] },
      inbound_nodes: [],
    });
    this.#shapes.set("input", [height, width, channels]);
  }

  get #shape(): readonly number[] {
    return this.#shapes.get(this.#last)!;
  }

  add(wish: Wish): void {
    switch (wish.kind) {
      case "plain":
        this.#layer(wish.name, wish.config ?? {}, [this.#last]);
        return;
      case "residual":
        return this.#residual(wish.activation, wish.kernel);
      case "blaze":
        return this.#blaze(wish.more, wish.strides);
      case "gate": {
        const from = this.#last, filters = this.#shape[2]!;
        const config = { filters, ...POINTWISE, activation: "sigmoid" };
        this.#layer("Multiply", {}, [from, this.#layer("Conv2D", config, [from])]);
        return;
      }
      case "cropping": {
        const [top, bottom, left, right] = wish.sides, [height, width] = this.#shape;
        if (height! <= top + bottom || width! <= left + right) return;
        this.#layer("Cropping2D", { cropping: [[top, bottom], [left, right]] }, [this.#last]);
        return;
      }
      case "concatenation": {
        const from = this.#last, [first, second] = wish.filters;
        const branches = [first, wish.axis === -1 ? second : first].map((filters) =>
          this.#layer("Conv2D", { filters, ...POINTWISE }, [from])
        );
        this.#layer("Concatenate", { axis: wish.axis }, branches);
        return;
      }
      case "MaxPooling2D":
      case "AveragePooling2D": {
        const padding = Math.min(...this.#shape.slice(0, 2)) < wish.size ? "same" : wish.padding;
        const config = { pool_size: wish.size, strides: wish.strides, padding };
        this.#layer(wish.kind, config, [this.#last]);
        return;
      }
      default: {
        const { filters, kernel, strides, activation, useBias } = wish;
        const isSmall = kernel.some((size, axis) => size > this.#shape[axis]!);
        this.#layer(wish.kind, {
          ...wish.kind !== "DepthwiseConv2D" && { filters },
          kernel_size: kernel,
          strides: [strides, strides],
          padding: isSmall ? "same" : wish.padding,
          activation,
          use_bias: useBias,
        }, [this.#last]);
      }
    }
  }

  /** Makes the last layer's output an output of the network. */
  addOutput(): void {
    this.#outputs.push(this.#last);
  }

  finish(end: NetworkWish["end"]): Network {
    if (end === "average") this.#layer("GlobalAveragePooling2D", {}, [this.#last]);
    if (end === "maximum") this.#layer("GlobalMaxPooling2D", {}, [this.#last]);
    if (end === "softmax") this.#layer("Softmax", { axis: -1 }, [this.#last]);
    if (end === "dense") {
      this.#layer("Flatten", {}, [this.#last]);
      this.#layer("Dense", { units: 37, activation: "elu" }, [this.#last]);
      this.#layer("BatchNormalization", {}, [this.#last]);
      this.#layer("Dense", { units: 5, activation: "softmax" }, [this.#last]);
    }
    const config = {
      name: "network",
      layers: this.#layers,
      input_layers: [["input", 0, 0]],
      output_layers: [...new Set([...this.#outputs, this.#last])].map((name) => [name, 0, 0]),
    };
    const weights = this.#specs.map(({ name, shape, dtype }) => ({
      ...{ name, shape, dtype: "float32" },
      ...dtype === "float16" && { quantization: { dtype } },
    }));
    const { graph, specs } = readGraph({
      modelTopology: { class_name: "Model", config },
      weightsManifest: [{ paths: [], weights }],
    }, "model.json");
    return { graph, weights: { specs, data: this.#encode() } };
  }

  #residual(activation: string, kernel: number): void {
    const from = this.#last, filters = this.#shape[2]!;
    const config = { filters, kernel_size: [kernel, kernel], strides: [1, 1], padding: "same" };
    const convolved = this.#layer("Conv2D", config, [from]);
    this.#layer("BatchNormalization", {}, [convolved]);
    this.#layer("Add", {}, [from, this.#last]);
    this.#layer("Activation", { activation }, [this.#last]);
  }

  /** A block of BlazeFace. */
  #blaze(more: number, strides: number): void {
    const from = this.#last, [height, width, channels] = this.#shape as [number, number, number];
    const isHalved = strides === 2 && height % 2 === 0 && width % 2 === 0;
    const config = { kernel_size: [3, 3], strides: isHalved ? [2, 2] : [1, 1], padding: "same" };
    this.#layer("DepthwiseConv2D", config, [from]);
    const pointwise = { filters: channels + more, ...POINTWISE };
    const main = this.#layer("Conv2D", pointwise, [this.#last]);
    let side = from;
    if (isHalved) {
      side = this.#layer("MaxPooling2D", { pool_size: 2, strides: 2, padding: "same" }, [from]);
    }
    if (more > 0) side = this.#layer("ChannelPadding", { channels: more }, [side]);
    this.#layer("Add", {}, [side, main]);
    this.#layer("ReLU", {}, [this.#last]);
  }

  #layer(className: string, config: Record<string, unknown>, inputs: readonly string[]): string {
    const name = `layer${this.#layers.length}`;
    const shapes = inputs.map((input) => this.#shapes.get(input)!);
    const [input] = shapes as [readonly number[]];
    const shape = outputShape({ name, op: className, attributes: config }, shapes);
    this.#layers.push({
      class_name: className,
      name,
      config: { ...config, name },
      inbound_nodes: [inputs.map((input) => [input, 0, 0, {}])],
    });
    for (const [role, weightShape] of weightShapes({ op: className, attributes: config }, input)) {
      this.#weight(`${name}/${role}`, weightShape);
    }
    this.#shapes.set(name, shape);
    return this.#last = name;
  }

  #weight(name: string, shape: readonly number[]): void {
    const length = shape.reduce((product, size) => product * size, 1);
    const spread = Math.sqrt(3 / (length / shape.at(-1)!));
    for (let i = 0; i < length; i++) {
      const noise = 2 * this.#random() - 1;
      this.#data.push(
        /variance$/.test(name)
          ? 0.5 + this.#random()
          : /gamma$/.test(name)
          ? noise > -0.8 ? 1 + noise / 2 : noise
          : noise * (shape.length > 1 ? spread : 0.3),
      );
    }
    this.#specs.push({ name, shape, dtype: this.#dtype });
  }

  #encode(): Uint8Array {
    return this.#dtype === "float16"
      ? new Uint8Array(Float16Array.from(this.#data).buffer)
      : new Uint8Array(Float32Array.from(this.#data).buffer);
  }
}
