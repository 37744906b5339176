import { BLOCK_ADDRESS, type Emission } from "../emission.ts";
import { Finisher } from "../finisher.ts";
import type { FunctionBuilder, Local } from "../function_builder.ts";
import { type Code, i32, v128 } from "../instructions.ts";
import { FLOAT, type Picture, pixelBytes, roundUp, rowBytes, VECTOR } from "../layout.ts";
import type { Depthwise } from "../operation.ts";
import type { Step } from "../step.ts";
import type { Part } from "./cut_window.ts";

/** At most this many channels are multiplied by one kernel. */
const MOST_IN_PART = 32;

/** Where a strip is read and written. */
export interface StripTarget {
  /** Address of the strip's first input. The variable is changed. */
  readonly from: Local;
  /** Address of the first output pixel. The variable is changed. */
  readonly to: Local;
  /** How many vectors of channels to compute. */
  readonly vectors: number;
  /** Bytes from one output pixel to the next. */
  readonly pitch: number;
  /** Address of the first pixel of each merged value. */
  readonly merged: readonly Local[];
}

/** Splits channels into parts, as {@linkcode DepthwiseStrip.emit} writes them into the block. */
export function partsOf(channels: number): Part[] {
  const most = roundUp(channels / Math.ceil(channels / MOST_IN_PART), VECTOR / FLOAT);
  return Array.from({ length: Math.ceil(channels / most) }, (_, i) => {
    const count = Math.min(most, channels - i * most);
    return {
      start: i * most * FLOAT,
      runs: [],
      pitch: roundUp(count * FLOAT, VECTOR),
      offsets: Array.from({ length: count }, (_, channel) => channel * FLOAT),
    };
  });
}

/** A depthwise convolution of a strip of pixels, four channels at a time. */
export class DepthwiseStrip {
  readonly #emission: Emission;
  readonly #step: Step<Depthwise>;
  readonly #input: Picture;
  readonly #pixels: number;
  readonly #weights: number;
  /** The operations on each result. */
  readonly finisher: Finisher;

  /**
   * @param emission The module.
   * @param step The convolution.
   * @param input The picture that it moves over.
   * @param pixels How many neighbouring pixels are computed at once.
   */
  constructor(emission: Emission, step: Step<Depthwise>, input: Picture, pixels: number) {
    const [rows, columns] = step.action.window.kernel;
    this.#emission = emission;
    this.#step = step;
    this.#input = input;
    this.#pixels = pixels;
    this.finisher = new Finisher(emission, step, step.action.bias);
    this.#weights = emission.packer.matrix(step.action.weights, {
      rows: rows * columns,
      columns: step.size.channels,
      vectors: 1,
    });
  }

  /**
   * Writes a part of the convolution of one strip into the block.
   *
   * @param f The function to write to.
   * @param part The part.
   * @param from Address of the strip's first input.
   */
  emit(f: FunctionBuilder, { start, pitch }: Part, from: Code): void {
    const { window } = this.#step.action, [rows, columns] = window.kernel;
    const layout = [rowBytes(this.#input), pixelBytes(this.#input)];
    const write = this.#emission.module.sharedFunction(
      JSON.stringify(["depthwise", layout, window, this.#pixels, pitch, this.finisher.key]),
      ["i32", "i32", "i32"],
      (f, from, weights, parameters) => {
        const to = f.let("i32", i32.const(BLOCK_ADDRESS)), vectors = pitch / VECTOR;
        this.#write(f, { from, weights, parameters, to, vectors, pitch, merged: [] });
      },
    );
    const places = [this.#weights + start * rows * columns, this.finisher.parameters + start];
    f.call(write, i32.add(from, i32.const(start)), ...places.map(i32.const));
  }

  /** Writes the convolution of one strip. */
  emitTo(f: FunctionBuilder, target: StripTarget): void {
    const weights = f.let("i32", i32.const(this.#weights));
    const parameters = f.let("i32", i32.const(this.finisher.parameters));
    this.#write(f, { ...target, weights, parameters });
  }

  #write(
    f: FunctionBuilder,
    { from, weights, parameters, to, vectors, pitch, merged }: StripTarget & {
      readonly weights: Local;
      readonly parameters: Local;
    },
  ): void {
    const [rows, columns] = this.#step.action.window.kernel, finisher = this.finisher;
    f.repeat(vectors, (channel) => {
      const [bias, ...others] = finisher.loadParameters(f, parameters) as [Local];
      const sums = f.vectors(Array<Code>(this.#pixels).fill(bias));
      for (let row = 0; row < rows; row++) this.#addRow(f, from, weights, row, sums);
      const read = finisher.readMerged(f, merged, channel);
      for (const [i, sum] of sums.entries()) {
        f.store(to, finisher.apply(f, sum, [bias, ...others], read(0, i)), i * pitch);
      }
      f.advance(from, VECTOR);
      f.advance(weights, rows * columns * VECTOR);
      f.advance(parameters, VECTOR);
      f.advance(to, VECTOR);
    }, VECTOR);
  }

  /** One row of the window. Each input is loaded once and added to all sums that need it. */
  #addRow(
    f: FunctionBuilder,
    at: Local,
    weights: Local,
    row: number,
    sums: readonly Local[],
  ): void {
    const { kernel: [, columns], strides: [, stride] } = this.#step.action.window;
    const { multiplyAdd } = this.#emission.arithmetic;
    const factors = f.vectors(
      Array.from({ length: columns }, (_, i) => v128.load(weights, (row * columns + i) * VECTOR)),
    );
    for (let column = 0; column < (sums.length - 1) * stride + columns; column++) {
      const offset = row * rowBytes(this.#input) + column * pixelBytes(this.#input);
      const value = f.vector(v128.load(at, offset));
      for (const [i, sum] of sums.entries()) {
        const factor = factors[column - i * stride];
        if (factor) f.set(sum, multiplyAdd(value, factor, sum));
      }
    }
  }
}
