/** A growing byte buffer that writes the variable-length numbers of the WebAssembly format. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** The number of bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Appends one byte. */
  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** Appends bytes. */
  bytes(values: ArrayLike<number>): void {
    if (this.#length + values.length > this.#bytes.length) this.#grow(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  /** Appends a number from 0 to 2^32 - 1 as unsigned LEB128. */
  unsigned(value: number): void {
    while (value > 0x7f) {
      this.byte(value & 0x7f | 0x80);
      value >>>= 7;
    }
    this.byte(value);
  }

  /** Appends a 32-bit integer as signed LEB128. */
  signed(value: number): void {
    while (value < -0x40 || value > 0x3f) {
      this.byte(value & 0x7f | 0x80);
      value >>= 7;
    }
    this.byte(value & 0x7f);
  }

  /** Appends a 32-bit floating-point number. */
  float(value: number): void {
    this.bytes(new Uint8Array(Float32Array.of(value).buffer));
  }

  /** Appends a name: its length in bytes, then its bytes. */
  name(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.unsigned(encoded.length);
    this.bytes(encoded);
  }

  /** Appends another writer's bytes, preceded by their length. */
  sized(other: ByteWriter): void {
    this.unsigned(other.length);
    this.bytes(other.toBytes());
  }

  /** The bytes written so far. They are a view, valid until the next write. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(by: number): void {
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + by));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
