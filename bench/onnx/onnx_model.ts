import { bytesOf, Message } from "./message.ts";

/** A node's attribute: an integer, several integers, a string, or a float given as `{ float }`. */
type Attribute = number | readonly number[] | string | { float: number };

/** Builds an ONNX file (IR version 8, opset 18) whose tensors are all float32. */
// ref: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
export class OnnxModel {
  readonly #graph = new Message();
  #names = 0;

  /** @param name The graph's name. */
  constructor(name: string) {
    this.#graph.bytes(2, name);
  }

  /** Declares an input of the graph. */
  input(name: string, shape: readonly number[]): void {
    this.#graph.bytes(11, valueInfo(name, shape));
  }

  /** Declares a node's output as one of the graph. */
  output(name: string): void {
    this.#graph.bytes(12, valueInfo(name));
  }

  /** Appends a node and returns the name of its output. */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const output = `${op}_${this.#names++}`;
    const node = new Message().bytes(4, op).bytes(2, output);
    for (const input of inputs) node.bytes(1, input);
    for (const [name, value] of Object.entries(attributes)) node.bytes(5, attribute(name, value));
    this.#graph.bytes(1, node);
    return output;
  }

  /** Stores weights and returns their name. */
  weights(shape: readonly number[], values: Float32Array): string {
    return this.#initializer(1, shape, bytesOf(values));
  }

  /** Stores integers, such as shapes and paddings, and returns their name. */
  integers(values: readonly number[]): string {
    return this.#initializer(7, [values.length], bytesOf(BigInt64Array.from(values, BigInt)));
  }

  /** The file. */
  finish(): Uint8Array {
    const operators = new Message().bytes(1, "").int(2, 18);
    return new Message().int(1, 8).bytes(8, operators).bytes(7, this.#graph).finish();
  }

  #initializer(type: number, shape: readonly number[], data: Uint8Array): string {
    const name = `weights_${this.#names++}`;
    const tensor = new Message().int(2, type).bytes(8, name).bytes(9, data);
    for (const size of shape) tensor.int(1, size);
    this.#graph.bytes(5, tensor);
    return name;
  }
}

function attribute(name: string, value: Attribute): Message {
  const message = new Message().bytes(1, name);
  if (typeof value === "number") return message.int(3, value).int(20, 2);
  if (typeof value === "string") return message.bytes(4, value).int(20, 3);
  if ("float" in value) return message.float(2, value.float).int(20, 1);
  for (const each of value) message.int(8, each);
  return message.int(20, 7);
}

function valueInfo(name: string, shape?: readonly number[]): Message {
  const tensor = new Message().int(1, 1);
  if (shape) {
    const sizes = new Message();
    for (const size of shape) sizes.bytes(1, new Message().int(1, size));
    tensor.bytes(2, sizes);
  }
  return new Message().bytes(1, name).bytes(2, new Message().bytes(1, tensor));
}
