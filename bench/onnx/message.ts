/** A protobuf message under construction. */
export class Message {
  readonly #chunks: Uint8Array[] = [];

  /** Appends an integer of 0 or more. */
  int(field: number, value: number): this {
    return this.#add(varint(field << 3), varint(value));
  }

  /** Appends a 32-bit float. */
  float(field: number, value: number): this {
    return this.#add(varint(field << 3 | 5), bytesOf(Float32Array.of(value)));
  }

  /** Appends bytes, a string or another message. */
  bytes(field: number, value: Uint8Array | string | Message): this {
    const bytes = typeof value === "string"
      ? new TextEncoder().encode(value)
      : value instanceof Message
      ? value.finish()
      : value;
    return this.#add(varint(field << 3 | 2), varint(bytes.length), bytes);
  }

  /** The message's bytes. */
  finish(): Uint8Array {
    const length = this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  #add(...chunks: Uint8Array[]): this {
    this.#chunks.push(...chunks);
    return this;
  }
}

/** The bytes of numbers, little endian. */
export function bytesOf(numbers: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 | 128);
  return Uint8Array.from([...bytes, value]);
}
