import { type PngHeader, type PngPass, pngPasses } from "./png_header.ts";
import type { WriteRow } from "./png_samples.ts";
import { unfilter } from "./png_unfilter.ts";

/** Takes the inflated data of a PNG, piece by piece, and makes its picture of them. */
export class PngRows {
  /** The picture as RGBA. */
  readonly data: Uint8Array;
  readonly #header: PngHeader;
  readonly #write: WriteRow;
  readonly #passes: PngPass[];
  #y = 0;
  #filter: number | undefined;
  #row: Uint8Array;
  #above: Uint8Array;
  #filled = 0;

  /**
   * @param header The PNG's header.
   * @param write What turns its rows into RGBA.
   */
  constructor(header: PngHeader, write: WriteRow) {
    this.#header = header;
    this.#write = write;
    this.#passes = pngPasses(header);
    this.#row = this.#newRow();
    this.#above = this.#newRow();
    this.data = new Uint8Array(4 * header.width * header.height);
  }

  /** Whether all rows are there. */
  get isDone(): boolean {
    return this.#passes.length === 0;
  }

  /**
   * Takes the next piece of data. What comes after the last row is left.
   *
   * @throws {Error} If a row has an unknown filter.
   */
  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length && !this.isDone;) {
      if (this.#filter === undefined) {
        this.#filter = piece[at++]!;
      } else {
        const taken = piece.subarray(at, at + this.#row.length - this.#filled);
        this.#row.set(taken, this.#filled);
        this.#filled += taken.length;
        at += taken.length;
      }
      if (this.#filled === this.#row.length) this.#endRow();
    }
  }

  #newRow(): Uint8Array {
    const { channels, depth } = this.#header;
    return new Uint8Array(Math.ceil((this.#passes[0]?.columns ?? 0) * channels * depth / 8));
  }

  #endRow(): void {
    const { width, channels, depth } = this.#header;
    const { left, top, stepX, stepY, columns, rows } = this.#passes[0]!;
    unfilter(this.#filter!, this.#row, this.#above, Math.max(1, channels * depth / 8));
    const at = 4 * ((top + this.#y * stepY) * width + left);
    this.#write(this.#row, columns, this.data, at, 4 * stepX);
    [this.#above, this.#row] = [this.#row, this.#above];
    this.#filter = undefined;
    this.#filled = 0;
    if (++this.#y < rows) return;
    this.#y = 0;
    this.#passes.shift();
    this.#row = this.#newRow();
    this.#above = this.#newRow();
  }
}
