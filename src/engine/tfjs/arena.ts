import type { DataId, DataType, KernelBackend, TensorInfo } from "npm:@tensorflow/tfjs-core@4.22.0";

/** What is needed of tfjs's WebAssembly backend beyond its published type. */
export interface WasmBackend extends KernelBackend {
  readonly wasm: unknown;
  readonly dataIdMap: unknown;
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
  typedArrayFromHeap(info: TensorInfo): Float32Array;
  readSync(dataId: DataId): Float32Array;
}

/**
 * Stands in for the WebAssembly backend when kernels run in a fixed order.
 *
 * The first time through it notes which memory each kernel was given, what was freed being given out
 * again; from then on the same request gets the same memory, and nothing is allocated or freed.
 */
export class Arena implements Disposable {
  readonly wasm: unknown;
  readonly dataIdMap: unknown;
  readonly #backend: WasmBackend;
  readonly #requests: TensorInfo[] = [];
  readonly #owned = new Map<DataId, { info: TensorInfo; references: number }>();
  #isSealed = false;
  #next = 0;

  /** @param backend Whose memory to give out. */
  constructor(backend: WasmBackend) {
    this.#backend = backend;
    this.wasm = backend.wasm;
    this.dataIdMap = backend.dataIdMap;
  }

  /** Ends the first time through. */
  seal(): void {
    this.#isSealed = true;
  }

  /** Begins again at the first request after the network's input, which has the very first one. */
  rewind(): void {
    this.#next = 1;
  }

  /** What a kernel calls for its result: a copy, since some kernels change its shape afterwards. */
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo {
    if (this.#isSealed) return { ...this.#requests[this.#next++]! };
    const free = this.#owned.values().find(({ info, references }) =>
      references === 0 && info.dtype === dtype && String(info.shape) === String(shape)
    );
    const entry = free ?? { info: this.#backend.makeOutput(shape, dtype), references: 0 };
    entry.references = 1;
    this.#owned.set(entry.info.dataId, entry);
    this.#requests.push(entry.info);
    return { ...entry.info };
  }

  /** What a kernel calls to share its input's memory. */
  incRef(dataId: DataId): void {
    const entry = this.#owned.get(dataId);
    if (!this.#isSealed && entry) entry.references++;
  }

  /** What a kernel calls to free what it took for itself. */
  disposeData(dataId: DataId): boolean {
    const entry = this.#owned.get(dataId);
    if (!this.#isSealed && entry) entry.references--;
    return true;
  }

  /** The numbers of a tensor, to be written. */
  typedArrayFromHeap(info: TensorInfo): Float32Array {
    return this.#backend.typedArrayFromHeap(info);
  }

  /** The numbers of a tensor, copied. */
  readSync(dataId: DataId): Float32Array {
    return this.#backend.readSync(dataId);
  }

  /** Gives all memory back. */
  [Symbol.dispose](): void {
    for (const dataId of this.#owned.keys()) this.#backend.disposeData(dataId, true);
  }
}
