import { unpackFiles } from "../../runtime/unpack_files.ts";
import type { Pixels } from "../frame.ts";

/** What Emscripten's script needs to start a module. */
interface EmscriptenOptions {
  readonly noInitialRun: true;
  readonly printErr: (line: string) => void;
  readonly instantiateWasm: (
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance) => void,
  ) => WebAssembly.Exports;
}

/** How a decoder is loaded. */
export interface EmscriptenParts<Module> {
  /** The decoder, packed by `build/codecs.ts`. */
  readonly packed: () => Promise<{ readonly memory: WebAssembly.Memory }>;
  /** Emscripten's script for it. */
  readonly script: () => Promise<{ default: unknown }>;
  /** Calls it. */
  readonly decode: (module: Module, bytes: Uint8Array) => ImageData | null;
}

/** A started decoder and its memory, which may not grow beyond its maximum. */
interface Instance<Module> {
  readonly module: Module;
  readonly memory: WebAssembly.Memory;
  readonly maximumBytes: number;
  readonly warnings: string[];
  pictures: number;
}

const pageBytes = 65536;

/** What the decoders start with. */
const initialBytes = 258 * pageBytes;

/** The most that any of them takes for a pixel: a progressive JPEG's coefficients, and its samples. */
const bytesPerPixel = 12;

/** A memory of up to this size is used for the next picture, too. */
const keptBytes = 4 * initialBytes;

/** A decoder is replaced after so many pictures, whatever they have left behind. */
const mostPictures = 1000;

/**
 * Runs a decoder that Emscripten compiled, in a memory that is no larger than the picture needs. Small
 * pictures share a decoder, until one of them fails.
 */
export class EmscriptenDecoder<Module> {
  readonly #parts: EmscriptenParts<Module>;
  #compiled: Promise<WebAssembly.Module> | undefined;
  #kept: Instance<Module> | undefined;

  /** @param parts How it is loaded, which is done for the first picture. */
  constructor(parts: EmscriptenParts<Module>) {
    this.#parts = parts;
  }

  /**
   * Decodes one picture.
   *
   * @param bytes The picture.
   * @param size Its size, according to its header.
   * @param isDamage Tells which warnings mean that pixels are lost. @default {all}
   * @returns The picture as RGBA.
   * @throws {Error} If the picture is damaged, cut short, of another size or takes too much memory.
   */
  async decode(
    bytes: Uint8Array,
    size: { width: number; height: number },
    isDamage: (warning: string) => boolean = () => true,
  ): Promise<Pixels> {
    const neededBytes = initialBytes + 2 * bytes.length + bytesPerPixel * size.width * size.height;
    const kept = this.#kept;
    this.#kept = undefined;
    const isEnough = kept !== undefined && neededBytes <= kept.maximumBytes;
    const instance = isEnough ? kept : await this.#start(Math.max(neededBytes, keptBytes));
    const { module, memory, warnings } = instance;
    try {
      const image = this.#parts.decode(module, bytes);
      const damage = warnings.find(isDamage);
      if (image === null || damage !== undefined) throw new Error(damage);
      if (image.width !== size.width || image.height !== size.height) throw new Error();
      warnings.length = 0;
      if (++instance.pictures < mostPictures && memory.buffer.byteLength <= keptBytes) {
        this.#kept = instance;
      }
      return rgba(image);
    } catch (cause) {
      throw new Error(reasonOf(warnings), { cause });
    }
  }

  async #start(maximumBytes: number): Promise<Instance<Module>> {
    const { packed, script } = this.#parts;
    this.#compiled ??= packed().then((file) =>
      WebAssembly.compile(unpackFiles(file).get("decoder.wasm")!)
    );
    const compiled = await this.#compiled, { default: createModule } = await script();
    const pages = {
      initial: initialBytes / pageBytes,
      maximum: Math.ceil(maximumBytes / pageBytes),
    };
    const memory = new WebAssembly.Memory(pages);
    const warnings: string[] = [];
    const module = await (createModule as (options: EmscriptenOptions) => Promise<Module>)({
      noInitialRun: true,
      printErr: (line) => void warnings.push(line),
      instantiateWasm(imports, receive) {
        void WebAssembly.instantiate(compiled, { a: { ...imports.a, memory } }).then(receive);
        return {};
      },
    });
    return { module, memory, maximumBytes, warnings, pictures: 0 };
  }
}

function reasonOf(warnings: readonly string[]): string {
  const last = warnings.at(-1) ?? "its image data is damaged";
  return last.startsWith("Aborted(") ? "its image data takes too much memory" : last;
}

function rgba({ width, height, data }: ImageData): Pixels {
  const { buffer, byteOffset, byteLength } = data;
  return { format: "rgba", width, height, data: new Uint8Array(buffer, byteOffset, byteLength) };
}
