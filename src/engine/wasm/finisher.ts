import { activate } from "./activate.ts";
import type { Emission } from "./emission.ts";
import type { FunctionBuilder, Local } from "./function_builder.ts";
import { type Code, f32x4, i32, i32x4, v128 } from "./instructions.ts";
import { addressOf, FLOAT, LANES, type Picture, pixelBytes, roundUp, rowBytes } from "./layout.ts";
import type { Finish, Merge, Step } from "./step.ts";

/** A value that a step adds to or multiplies with its output. */
interface Merged extends Merge {
  readonly picture: Picture;
}

/**
 * Emits what a step does to each number before storing it: bias, activation, normalisation, and adding
 * or multiplying other values. Its parameters are arrays of one number per channel, one after another.
 */
export class Finisher {
  readonly #emission: Emission;
  readonly #finish: readonly Finish[];
  readonly #merged: readonly Merged[];
  readonly #channels: number;
  readonly #arrayBytes: number;
  readonly #arrays: number;
  /** Address of the parameters, of which the bias is the first array. */
  readonly parameters: number;

  /**
   * @param emission The module.
   * @param step The operations in order, and the number of channels.
   * @param bias Name of the bias, if there is one.
   */
  constructor(
    emission: Emission,
    { finish, size }: Pick<Step, "finish" | "size">,
    bias: string | undefined,
  ) {
    const { packer, pictures } = emission;
    this.#emission = emission;
    this.#finish = finish;
    this.#merged = finish.flatMap((each) =>
      "value" in each ? [{ ...each, picture: pictures.get(each.value)! }] : []
    );
    this.#channels = size.channels;
    this.#arrayBytes = roundUp(size.channels, LANES) * FLOAT;
    this.#arrays = finish.reduce((sum, { kind }) => sum + arraysOf(kind), 1);
    this.parameters = packer.allocate(this.#arrays * this.#arrayBytes);
    if (bias) packer.vector(bias, this.parameters);
    let at = this.parameters + this.#arrayBytes;
    for (const each of finish) {
      if (each.kind === "prelu") packer.vector(each.alpha, at);
      if (each.kind === "normalization" || each.kind === "rescaling") {
        packer.affine(each, size.channels, at, at + this.#arrayBytes);
      }
      at += arraysOf(each.kind) * this.#arrayBytes;
    }
  }

  /** Equal for finishers that emit the same code. */
  get key(): string {
    const finish = this.#finish.map((each) => "activation" in each ? each : each.kind);
    const merged = this.#merged.map((
      { picture, isPooled },
    ) => [rowBytes(picture), pixelBytes(picture), picture.channels, isPooled]);
    return JSON.stringify([finish, merged, this.#channels]);
  }

  /** Whether the operations keep the order of numbers, so that a maximum may be taken before them. */
  get isIncreasing(): boolean {
    const { packer } = this.#emission;
    return this.#finish.every((each) => {
      switch (each.kind) {
        case "activation":
          return each.activation !== "swish" && (each.slope ?? 0) >= 0;
        case "normalization":
          return each.gamma === undefined || packer.isNowhereNegative(each.gamma);
        case "rescaling":
          return each.scale.every((factor) => factor >= 0);
        case "prelu":
          return packer.isNowhereNegative(each.alpha);
        default:
          return false;
      }
    });
  }

  /** The number of merged values. */
  get mergedCount(): number {
    return this.#merged.length;
  }

  /** Address of the pixel of a merged value that belongs to an output pixel. */
  mergedAddress(index: number, row: Code, column: Code): Code {
    const { picture, isPooled } = this.#merged[index]!;
    const scale = isPooled ? 2 : 1;
    const rows = i32.mul(row, i32.const(scale * rowBytes(picture)));
    const columns = i32.mul(column, i32.const(scale * pixelBytes(picture)));
    return i32.add(i32.add(rows, columns), i32.const(addressOf(picture)));
  }

  /**
   * Prepares the reading of what is merged into four channels.
   *
   * @param addresses Of the pixels that are merged into one pixel, for each merged value.
   * @param channel The first of the channels, in bytes.
   * @returns Reads the numbers of each merged value for the pixel some rows and columns from that one.
   */
  readMerged(
    f: FunctionBuilder,
    addresses: readonly Code[],
    channel: Code,
  ): (rows: number, columns: number) => Code[] {
    const readers = this.#merged.map(({ picture, isPooled }, i) => {
      const at = f.let("i32", i32.add(addresses[i]!, channel));
      const load = (row: number, column: number) =>
        v128.load(at, row * rowBytes(picture) + column * pixelBytes(picture));
      const value = (row: number, column: number) => {
        if (!isPooled) return load(row, column);
        const [y, x] = [2 * row, 2 * column];
        const upper = f32x4.max(load(y, x), load(y, x + 1));
        return f32x4.max(upper, f32x4.max(load(y + 1, x), load(y + 1, x + 1)));
      };
      if (picture.channels === this.#channels) return value;
      // Channels that the merged value lacks count as zero, whatever lies there.
      const left = i32x4.splat(i32.sub(i32.const(picture.channels * FLOAT), channel));
      const lanes = v128.const(0, FLOAT, 2 * FLOAT, 3 * FLOAT);
      const isThere = f.vector(i32x4.lessThan(lanes, left));
      return (row: number, column: number) => v128.and(value(row, column), isThere);
    });
    return (rows, columns) => readers.map((read) => read(rows, columns));
  }

  /** Emits the loading of the parameters of four channels. */
  loadParameters(f: FunctionBuilder, address: Code, offset = 0): Local[] {
    return Array.from(
      { length: this.#arrays },
      (_, i) => f.vector(v128.load(address, offset + i * this.#arrayBytes)),
    );
  }

  /**
   * Emits all operations on four numbers, except for adding the bias.
   *
   * @param value The numbers.
   * @param parameters What {@linkcode loadParameters} returned.
   * @param merged What {@linkcode readMerged} reads for the pixel.
   */
  apply(
    f: FunctionBuilder,
    value: Code,
    parameters: readonly Local[],
    merged: readonly Code[] = [],
  ): Code {
    const { arithmetic: { multiplyAdd }, module } = this.#emission;
    const zero = module.constant(0);
    let array = 1, other = 0;
    return this.#finish.reduce((x, each) => {
      switch (each.kind) {
        case "activation":
          return activate(f, this.#emission, each, x);
        case "normalization":
        case "rescaling":
          return multiplyAdd(x, parameters[array++]!, parameters[array++]!);
        case "prelu": {
          const local = f.vector(x);
          const below = f32x4.min(local, zero);
          return multiplyAdd(below, parameters[array++]!, f32x4.max(local, zero));
        }
        case "add":
          return f32x4.add(x, merged[other++]!);
        case "multiply":
          return f32x4.mul(x, merged[other++]!);
      }
    }, value);
  }
}

/** How many arrays of parameters an operation has. */
function arraysOf(kind: Finish["kind"]): number {
  return kind === "normalization" || kind === "rescaling" ? 2 : kind === "prelu" ? 1 : 0;
}
