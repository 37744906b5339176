import { importPackage } from "../runtime/import_package.ts";
import { messageOf } from "../errors.ts";
import { Refusal } from "../model/refusal.ts";
import { asUtf8 } from "./as_utf8.ts";

/** A block of numbers in an HDF5 file. */
export interface Dataset {
  /** Sizes of its dimensions. */
  readonly shape: readonly number[];
  /** The numbers, last dimension fastest. */
  readonly data: Float32Array;
}

/** An open HDF5 file: groups, datasets, and attributes of both. */
export interface Hdf5 extends Disposable {
  /** Names in a group; none if there is no such group. */
  keys(path: string): string[];
  /** An attribute's value, or `undefined` if there is none. */
  attribute(path: string, name: string): unknown;
  /** A list of strings; Keras splits a long one into `name0`, `name1`, ... */
  names(path: string, name: string): string[] | undefined;
  /**
   * The numbers of a dataset.
   *
   * @throws {Refusal} If there is no such dataset, or it does not hold numbers.
   */
  dataset(path: string): Dataset;
}

type H5wasm = typeof import("npm:h5wasm@0.10.3");
type File = InstanceType<H5wasm["File"]>;
type Metadata = InstanceType<H5wasm["Dataset"]>["metadata"];

/** Floats, doubles and counters as Python's `struct` names them; smaller integers are quantized. */
const NUMBERS = /^<[fdiq]$/;

/** No compressed weights are smaller than they say by more than this. */
const MOST_COMPRESSED = 20;

/** Set of characters of a text. Keras writes UTF-8 under this name, too. */
const ASCII = 0;

/** Whether bytes start as an HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 8)) === "\x89HDF\r\n\x1a\n";
}

/**
 * Opens an HDF5 file that is in memory.
 *
 * @param bytes The whole file.
 * @returns The open file; dispose of it.
 * @throws {Refusal} If the file is truncated, damaged, or something else.
 */
export async function openHdf5(bytes: Uint8Array): Promise<Hdf5> {
  if (!isHdf5(bytes)) throw new Refusal("its weights are not in HDF5");
  const end = endOfFile(bytes);
  if (end > bytes.length) {
    throw new Refusal(`it is truncated, ${bytes.length} of ${end} bytes are there`);
  }
  const h5wasm = await importPackage<H5wasm>("npm:h5wasm@0.10.3");
  const { FS } = await h5wasm.ready;
  keepQuiet(FS);
  const path = `/${crypto.randomUUID()}.h5`;
  FS.writeFile(path, bytes);
  const file = guarded(() => new h5wasm.File(path, "r"));
  // h5wasm answers a file that it cannot open with a negative id.
  if (file.file_id < 0n) {
    FS.unlink(path);
    throw new Refusal("it is damaged");
  }
  return new OpenHdf5(h5wasm, file, bytes.length, () => FS.unlink(path));
}

class OpenHdf5 implements Hdf5 {
  readonly #h5wasm: H5wasm;
  readonly #file: File;
  readonly #length: number;
  readonly #remove: () => void;
  #read = 0;

  constructor(h5wasm: H5wasm, file: File, length: number, remove: () => void) {
    this.#h5wasm = h5wasm;
    this.#file = file;
    this.#length = length;
    this.#remove = remove;
  }

  keys(path: string): string[] {
    return guarded(() => {
      const entity = this.#get(path);
      return entity instanceof this.#h5wasm.Group ? entity.keys() : [];
    });
  }

  attribute(path: string, name: string): unknown {
    return guarded(() => {
      const { Group, Dataset } = this.#h5wasm, entity = this.#get(path);
      if (!(entity instanceof Group || entity instanceof Dataset)) return undefined;
      const attribute = entity.attrs[name];
      if (attribute === undefined) return undefined;
      this.#allow(name, attribute.metadata, this.#length);
      const value = attribute.value ?? undefined;
      if (attribute.metadata.cset !== ASCII) return value;
      return Array.isArray(value) ? value.map(asUtf8) : asUtf8(value);
    });
  }

  names(path: string, name: string): string[] | undefined {
    const whole = this.attribute(path, name);
    if (whole !== undefined) return listOf(whole);
    const parts: string[][] = [];
    for (;;) {
      const part = this.attribute(path, `${name}${parts.length}`);
      if (part === undefined) break;
      parts.push(listOf(part));
    }
    return parts.length > 0 ? parts.flat() : undefined;
  }

  dataset(path: string): Dataset {
    return guarded(() => {
      const entity = this.#get(path);
      if (!(entity instanceof this.#h5wasm.Dataset)) throw new Refusal(`it lacks ${path}`);
      const { dtype, metadata, filters } = entity;
      if (!NUMBERS.test(String(dtype))) {
        throw new Refusal(`${path} holds numbers of the type ${dtype}, which is not supported`);
      }
      const most = this.#length * (filters.length > 0 ? MOST_COMPRESSED : 1);
      this.#read += this.#allow(path, metadata, most - this.#read);
      const { value, shape } = entity;
      const numbers = typeof value === "object" ? value : [value];
      return { shape: shape ?? [], data: Float32Array.from(numbers as number[], Number) };
    });
  }

  [Symbol.dispose](): void {
    try {
      this.#file.close();
    } finally {
      this.#remove();
    }
  }

  #get(path: string) {
    return path === "" ? this.#file : this.#file.get(path);
  }

  /** Makes sure that numbers are in the file before memory is taken for them. */
  #allow(name: string, { size, total_size }: Metadata, most: number): number {
    const bytes = size * total_size;
    if (bytes <= most) return bytes;
    throw new Refusal(`it is damaged (${name} would be ${bytes} bytes)`);
  }
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal(`it is damaged (${messageOf(cause)})`, { cause });
  }
}

/** Where the superblock says that the file ends. ref: HDF5 file format specification, II.A. */
function endOfFile(bytes: Uint8Array): number {
  const offset = (bytes[8] ?? 0) < 2 ? 40 : 28;
  if (bytes.length < offset + 8) return offset + 8;
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(offset, true));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The HDF5 library prints a page on standard error for every damaged file. */
function keepQuiet(fs: unknown): void {
  const [, , stderr] = (fs as { streams: { stream_ops: Record<string, unknown> }[] }).streams;
  if (stderr === undefined) return;
  stderr.stream_ops = {
    ...stderr.stream_ops,
    write: (_stream: unknown, _buffer: unknown, _offset: number, length: number) => length,
  };
}
