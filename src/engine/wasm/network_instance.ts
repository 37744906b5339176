import type { Graph, NetworkWeights, Shape } from "../../model/graph.ts";

/** What a module exports that {@linkcode compileNetwork} made. */
export interface NetworkExports {
  readonly memory: WebAssembly.Memory;
  init(): void;
  run(): void;
}

/** A compiled network in memory, ready to run. */
export class NetworkInstance {
  /** Shape of one input without the batch. */
  readonly inputShape: Shape;
  /** Shapes of one output of each head, without the batch. */
  readonly outputShapes: readonly Shape[];
  readonly #exports: NetworkExports;
  readonly #input: Float32Array<ArrayBuffer>;
  readonly #outputs: readonly Float32Array<ArrayBuffer>[];

  /**
   * Puts the weights into a module.
   *
   * @param module What {@linkcode compileNetwork} made, compiled by the runtime.
   * @param graph The network that it was made of.
   * @param weights Its weights.
   */
  constructor(module: WebAssembly.Module, graph: Graph, weights: NetworkWeights) {
    const { exports } = new WebAssembly.Instance(module);
    const network = exports as unknown as NetworkExports;
    const address = (name: string) => (exports[name] as WebAssembly.Global).value as number;
    const buffer = network.memory.buffer as ArrayBuffer;
    const view = (name: string, shape: Shape) =>
      new Float32Array(buffer, address(name), shape.reduce((product, size) => product * size, 1));
    const shapeOf = (name: string) => graph.nodes.find((node) => node.name === name)!.shape;
    this.inputShape = graph.nodes[0]!.shape;
    this.outputShapes = graph.outputs.map(shapeOf);
    this.#exports = network;
    this.#input = view("input", this.inputShape);
    this.#outputs = this.outputShapes.map((shape, i) => view(`output${i}`, shape));
    new Uint8Array(buffer).set(weights.data, address("weights"));
    network.init();
  }

  /**
   * Runs the network.
   *
   * @param input `batch` inputs one after the other, row by row, channels last.
   * @param batch How many inputs there are. @default {1}
   * @returns One array per output of the network, `batch` results one after the other.
   * @throws {RangeError} If `input` has not the length that the shape and batch ask for.
   */
  run(input: Float32Array, batch = 1): Float32Array<ArrayBuffer>[] {
    const { length } = this.#input;
    if (input.length !== batch * length) {
      throw new RangeError(
        `Cannot run network: ${batch} inputs of shape ${this.inputShape} take ${
          batch * length
        } numbers but ${input.length} were given`,
      );
    }
    if (batch === 1) {
      this.#input.set(input);
      this.#exports.run();
      return this.#outputs.map((output) => output.slice());
    }
    const results = this.#outputs.map((output) => new Float32Array(batch * output.length));
    for (let i = 0; i < batch; i++) {
      this.#input.set(input.subarray(i * length, (i + 1) * length));
      this.#exports.run();
      for (const [at, output] of this.#outputs.entries()) {
        results[at]!.set(output, i * output.length);
      }
    }
    return results;
  }
}
