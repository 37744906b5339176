import type { StallWatch } from "../async/stall_watch.ts";

/** Reads a byte stream piece by piece, with lookahead. */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #signal: AbortSignal | undefined;
  readonly #watch: StallWatch | undefined;
  readonly #onAbort = (): void => void this.#cancel(this.#signal?.reason);
  #buffer = new Uint8Array(1 << 16);
  #start = 0;
  #end = 0;
  #ended = false;
  #reading: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;

  /**
   * @param stream The stream, which belongs to this reader from now on.
   * @param signal Aborts a pending read, which throws the reason of the signal.
   * @param watch Ends a read that stalls.
   */
  constructor(stream: ReadableStream<Uint8Array>, signal?: AbortSignal, watch?: StallWatch) {
    this.#reader = stream.getReader();
    this.#signal = signal;
    this.#watch = watch;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener("abort", this.#onAbort);
  }

  /**
   * Looks ahead.
   *
   * @param length How many bytes to wait for.
   * @returns All bytes that have arrived, fewer than `length` only at the end of the stream. They
   * are valid until the next call.
   */
  async peek(length: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#end - this.#start < length) {
      const chunk = await this.#pull();
      if (chunk === undefined) break;
      this.#append(chunk);
    }
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /**
   * Waits for some time.
   *
   * @param length How many bytes to wait for.
   * @param milliseconds How long to wait.
   * @returns Whether any byte, or the end of the stream, has come before that or was there.
   */
  async arrives(length: number, milliseconds: number): Promise<boolean> {
    if (this.#end - this.#start >= length || this.#ended) return true;
    this.#reading ??= this.#reader.read();
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(late.resolve, milliseconds, false);
    try {
      return await Promise.race([this.#reading.then(() => true), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Takes bytes from the stream.
   *
   * @param length How many bytes to take.
   * @returns A copy of them, shorter than `length` only at the end of the stream.
   */
  async take(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    let filled = Math.min(length, this.#end - this.#start);
    bytes.set(this.#buffer.subarray(this.#start, this.#start + filled));
    this.#start += filled;
    while (filled < length) {
      const chunk = await this.#pull();
      if (chunk === undefined) return bytes.subarray(0, filled);
      const used = Math.min(chunk.length, length - filled);
      bytes.set(used === chunk.length ? chunk : chunk.subarray(0, used), filled);
      filled += used;
      if (used < chunk.length) this.#append(chunk.subarray(used));
    }
    return bytes;
  }

  /** Skips bytes that {@linkcode ByteReader.peek} has returned. */
  skip(length: number): void {
    this.#start = Math.min(this.#start + length, this.#end);
  }

  /** Reads the rest of the stream, chunk by chunk. */
  async *rest(): AsyncGenerator<Uint8Array> {
    if (this.#end > this.#start) yield this.#buffer.slice(this.#start, this.#end);
    this.#start = this.#end;
    for (let chunk; (chunk = await this.#pull()) !== undefined;) yield chunk;
  }

  /** Cancels the rest of the stream. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    await this.#cancel();
  }

  async #pull(): Promise<Uint8Array | undefined> {
    this.#signal?.throwIfAborted();
    if (this.#ended) return undefined;
    const reading = this.#reading ?? this.#reader.read();
    this.#reading = undefined;
    const { value, done } = await (this.#watch?.during(reading) ?? reading);
    this.#signal?.throwIfAborted();
    this.#ended = done;
    return value;
  }

  #append(chunk: Uint8Array): void {
    const held = this.#end - this.#start;
    if (this.#end + chunk.length > this.#buffer.length) {
      const room = held + chunk.length;
      const target = room > this.#buffer.length
        ? new Uint8Array(Math.max(room, 2 * this.#buffer.length))
        : this.#buffer;
      target.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = target;
      this.#start = 0;
      this.#end = held;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  async #cancel(reason?: unknown): Promise<void> {
    try {
      await this.#reader.cancel(reason);
    } catch {
      // The stream has failed already, so there is nothing to cancel.
    }
  }
}
