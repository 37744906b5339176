import type { Graph, NetworkWeights, Shape } from "../../model/graph.ts";

/** The exports of a module from {@linkcode compileNetwork}: functions, a memory and addresses. */
export type NetworkExports = Readonly<Record<string, unknown>>;

/** A compiled network in memory, ready to run. */
export class NetworkInstance {
  /** Shape of one input without the batch. */
  readonly inputShape: Shape;
  /** Shapes of the network's outputs for one input, without the batch. */
  readonly outputShapes: readonly Shape[];
  readonly #run: () => void;
  readonly #input: Float32Array<ArrayBuffer>;
  readonly #outputs: readonly Float32Array<ArrayBuffer>[];

  /**
   * Instantiates a module and writes the weights into it.
   *
   * @param source A module from {@linkcode compileNetwork}, compiled by the runtime, or the exports of an
   * instance of it that nothing else uses.
   * @param graph The network that it was compiled from.
   * @param weights Its weights.
   */
  constructor(
    source: WebAssembly.Module | NetworkExports,
    graph: Graph,
    weights: NetworkWeights,
  ) {
    const exports: NetworkExports = source instanceof WebAssembly.Module
      ? new WebAssembly.Instance(source).exports
      : source;
    const buffer = (exports.memory as WebAssembly.Memory).buffer as ArrayBuffer;
    const view = (name: string, shape: Shape) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return new Float32Array(buffer, constantOf(exports, name), length);
    };
    const shapeOf = (name: string) => graph.nodes.find((node) => node.name === name)!.shape;
    this.inputShape = graph.nodes[0]!.shape;
    this.outputShapes = graph.outputs.map(shapeOf);
    this.#run = exports.run as () => void;
    this.#input = view("input", this.inputShape);
    this.#outputs = this.outputShapes.map((shape, i) => view(`output${i}`, shape));
    new Uint8Array(buffer).set(weights.data, constantOf(exports, "weights"));
    (exports.init as () => void)();
  }

  /**
   * Runs the network.
   *
   * @param input `batch` inputs one after the other, row by row, channels last.
   * @param batch How many inputs there are. @default {1}
   * @returns One array per output of the network, `batch` results one after the other.
   * @throws {RangeError} If `input` does not have the length that the shape and batch ask for.
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
      this.#run();
      return this.#outputs.map((output) => output.slice());
    }
    const results = this.#outputs.map((output) => new Float32Array(batch * output.length));
    for (let i = 0; i < batch; i++) {
      this.#input.set(input.subarray(i * length, (i + 1) * length));
      this.#run();
      for (const [at, output] of this.#outputs.entries()) {
        results[at]!.set(output, i * output.length);
      }
    }
    return results;
  }
}

/** An exported constant. If the module was imported as an ES module, it may be a plain number. */
function constantOf(exports: NetworkExports, name: string): number {
  const constant = exports[name] as WebAssembly.Global | number;
  return typeof constant === "number" ? constant : constant.value;
}
