import { BLOCK_ADDRESS, type Emission } from "../emission.ts";
import { Finisher } from "../finisher.ts";
import type { FunctionBuilder, Local } from "../function_builder.ts";
import { type Code, i32, v128 } from "../instructions.ts";
import { FLOAT, type Picture, pixelBytes, roundUp, rowBytes, VECTOR } from "../layout.ts";
import type { Depthwise } from "../operation.ts";
import type { Step } from "../step.ts";
import type { Part } from "./cut_window.ts";

/** Where a strip is read and written. */
export interface StripTarget {
  /** Address of the strip's first input. */
  readonly from: Code;
  /** Address of the first output pixel. The variable is changed. */
  readonly to: Local;
  /** How many vectors of channels to compute. */
  readonly vectors: number;
  /** Bytes from one output pixel to the next. */
  readonly pitch: number;
  /** Address of the first pixel of each merged value. */
  readonly merged: readonly Local[];
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

  /** The layout in the block of what {@linkcode emit} computes. */
  get part(): Part {
    const { channels } = this.#step.size;
    return {
      start: 0,
      runs: [],
      pitch: roundUp(channels * FLOAT, VECTOR),
      offsets: Array.from({ length: channels }, (_, i) => i * FLOAT),
    };
  }

  /**
   * Writes the convolution of one strip into the block.
   *
   * @param f The function to write to.
   * @param from Address of the strip's first input.
   */
  emit(f: FunctionBuilder, from: Code): void {
    const { pitch } = this.part, to = f.let("i32", i32.const(BLOCK_ADDRESS));
    this.emitTo(f, { from, to, vectors: pitch / VECTOR, pitch, merged: [] });
  }

  /** Writes the convolution of one strip. */
  emitTo(f: FunctionBuilder, { from, to, vectors, pitch, merged }: StripTarget): void {
    const [rows, columns] = this.#step.action.window.kernel, finisher = this.finisher;
    const at = f.let("i32", from), weights = f.let("i32", i32.const(this.#weights));
    const parameters = f.let("i32", i32.const(finisher.parameters));
    f.repeat(vectors, (channel) => {
      const [bias, ...others] = finisher.loadParameters(f, parameters) as [Local];
      const sums = f.vectors(Array<Code>(this.#pixels).fill(bias));
      for (let row = 0; row < rows; row++) this.#addRow(f, at, weights, row, sums);
      const read = finisher.readMerged(f, merged, channel);
      for (const [i, sum] of sums.entries()) {
        f.store(to, finisher.apply(f, sum, [bias, ...others], read(0, i)), i * pitch);
      }
      f.advance(at, VECTOR);
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
