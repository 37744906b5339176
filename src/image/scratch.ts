/** An array for results between two steps of one calculation. */
export class Scratch {
  #array = new Float32Array(0);

  /**
   * Returns the array, which keeps its contents until the next call.
   *
   * @param length How many numbers are needed.
   */
  of(length: number): Float32Array<ArrayBuffer> {
    if (this.#array.length < length) this.#array = new Float32Array(length);
    return this.#array.subarray(0, length);
  }
}
