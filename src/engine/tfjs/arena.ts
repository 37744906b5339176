import type { DataId, DataType, KernelBackend, TensorInfo } from "npm:@tensorflow/tfjs-core@4.22.0";

/** The parts of tfjs's WebAssembly backend that its published type lacks. */
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
 * The first run records which memory each kernel gets, reusing what was freed. In later runs the same
 * request gets the same memory, and nothing is allocated or freed.
 */
export class Arena implements Disposable {
  readonly wasm: unknown;
  readonly dataIdMap: unknown;
  readonly #backend: WasmBackend;
  readonly #requests: TensorInfo[] = [];
  readonly #owned = new Map<DataId, { info: TensorInfo; references: number }>();
  #isSealed = false;
  #next = 0;

  /** @param backend The backend whose memory to give out. */
  constructor(backend: WasmBackend) {
    this.#backend = backend;
    this.wasm = backend.wasm;
    this.dataIdMap = backend.dataIdMap;
  }

  /** Ends the first run. */
  seal(): void {
    this.#isSealed = true;
  }

  /** Starts the next run, at the request after the first, which is for the network's input. */
  rewind(): void {
    this.#next = 1;
  }

  /** Called by kernels for their results. Returns a copy, as some kernels change its shape later. */
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

  /** Called by kernels to share their input's memory. */
  incRef(dataId: DataId): void {
    const entry = this.#owned.get(dataId);
    if (!this.#isSealed && entry) entry.references++;
  }

  /** Called by kernels to free what they allocated for themselves. */
  disposeData(dataId: DataId): boolean {
    const entry = this.#owned.get(dataId);
    if (!this.#isSealed && entry) entry.references--;
    return true;
  }

  /** Returns the numbers of a tensor, for writing. */
  typedArrayFromHeap(info: TensorInfo): Float32Array {
    return this.#backend.typedArrayFromHeap(info);
  }

  /** Returns a copy of the numbers of a tensor. */
  readSync(dataId: DataId): Float32Array {
    return this.#backend.readSync(dataId);
  }

  /** Frees all memory. */
  [Symbol.dispose](): void {
    for (const dataId of this.#owned.keys()) this.#backend.disposeData(dataId, true);
  }
}
