import type { FunctionBuilder } from "../function_builder.ts";
import { type Code, f32, i32 } from "../instructions.ts";
import { FLOAT, LANES, roundUp, VECTOR } from "../layout.ts";
import type { ModuleBuilder } from "../module_builder.ts";
import type { Affine } from "../operation.ts";
import { bytesOf, type WeightTable } from "../weight_table.ts";
import { packMatrix } from "./pack_matrix.ts";
import { packNormalization } from "./pack_normalization.ts";
import { packWinograd } from "./pack_winograd.ts";

const ALIGNMENT = 64;

/** How a matrix is packed. */
export interface MatrixOptions {
  /** The first row that is packed. @default {0} */
  readonly first?: number;
  readonly rows: number;
  readonly columns: number;
  /** How many vectors of columns are side by side. */
  readonly vectors: number;
}

/** How the kernels of a Winograd convolution are packed. */
export interface WinogradOptions {
  /** Side of a tile's square of outputs. */
  readonly side: 2 | 4;
  /** How many inputs are multiplied at once. */
  readonly depth: number;
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * Allocates memory for the packed weights, in the order in which the kernels read them, and emits the
 * code that packs them.
 */
export class Packer {
  readonly #module: ModuleBuilder;
  readonly #init: FunctionBuilder;
  readonly #table: WeightTable;
  readonly #source: number;
  #end: number;

  /**
   * @param module The module to add functions to.
   * @param init The function that calls them, which is run once.
   * @param table The weights.
   * @param source Address of the stored weights.
   * @param start Address of the first free byte.
   */
  constructor(
    module: ModuleBuilder,
    init: FunctionBuilder,
    table: WeightTable,
    source: number,
    start: number,
  ) {
    this.#module = module;
    this.#init = init;
    this.#table = table;
    this.#source = source;
    this.#end = start;
  }

  /** End of the memory allocated so far. */
  get end(): number {
    return this.#end;
  }

  /** Whether a weight has no negative number. */
  isNowhereNegative(name: string): boolean {
    return this.#table.isNowhereNegative(name);
  }

  /** Allocates memory, which is zero until the weights are packed. */
  allocate(bytes: number): number {
    const address = roundUp(this.#end, ALIGNMENT);
    this.#end = address + bytes;
    return address;
  }

  /**
   * Packs a matrix: the first vectors of columns for all rows, then the next ones. The last ones are padded
   * with zeros.
   *
   * @returns Its address.
   */
  matrix(name: string, options: MatrixOptions): number {
    const { first = 0, rows, columns, vectors } = options;
    const blocks = Math.ceil(roundUp(columns, LANES) * FLOAT / VECTOR / vectors);
    const address = this.allocate(blocks * rows * vectors * VECTOR);
    const { dtype } = this.#table.place(name);
    const source = this.#addressOf(name) + first * columns * bytesOf(dtype);
    const numbers = [source, address, rows, columns, vectors];
    this.#init.call(packMatrix(this.#module, dtype), ...numbers.map(i32.const));
    return address;
  }

  /** Packs a vector into allocated memory. */
  vector(name: string, address: number): void {
    const { dtype, length } = this.#table.place(name);
    const numbers = [this.#addressOf(name), address, 1, length, 1];
    this.#init.call(packMatrix(this.#module, dtype), ...numbers.map(i32.const));
  }

  /** Packs the factors and summands of `channels` channels into allocated memory, one array each. */
  affine(affine: Affine, channels: number, scale: number, shift: number): void {
    if (affine.kind === "normalization") {
      const source = (name: string) => ({
        address: this.#addressOf(name),
        dtype: this.#table.place(name).dtype,
      });
      packNormalization(this.#init, affine, source, { channels, scale, shift });
      return;
    }
    for (const [address, values] of [[scale, affine.scale], [shift, affine.offset]] as const) {
      const store = (at: Code, value: number) => this.#init.storeFloat(at, f32.const(value));
      if (values.length === 1) {
        this.#init.repeat(
          channels,
          (at) => store(i32.add(at, i32.const(address)), values[0]!),
          FLOAT,
        );
      } else {
        for (const [i, value] of values.entries()) store(i32.const(address + i * FLOAT), value);
      }
    }
  }

  /**
   * Packs the transformed 3x3 kernels of a Winograd convolution: for each point of a tile and each `depth`
   * inputs, a matrix of `depth` rows with two vectors of columns side by side.
   *
   * @returns Its address and the bytes from one point to the next.
   */
  winograd(
    name: string,
    { side, depth, inputs, outputs }: WinogradOptions,
  ): { address: number; pointBytes: number } {
    const { dtype } = this.#table.place(name);
    const rowBytes = roundUp(outputs, LANES) * FLOAT, pointBytes = inputs * rowBytes;
    const address = this.allocate((side + 2) ** 2 * pointBytes);
    const pack = packWinograd(this.#module, dtype, side);
    const storedRow = outputs * bytesOf(dtype), tap = inputs * storedRow;
    for (let first = 0; first < inputs; first += depth) {
      const source = this.#addressOf(name) + first * storedRow, to = address + first * rowBytes;
      const count = Math.min(depth, inputs - first);
      const numbers = [source, to, count, outputs, storedRow, tap, pointBytes];
      this.#init.call(pack, ...numbers.map(i32.const));
    }
    return { address, pointBytes };
  }

  #addressOf(name: string): number {
    return this.#source + this.#table.place(name).offset;
  }
}
