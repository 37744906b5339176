import { ByteWriter } from "./byte_writer.ts";
import { FunctionBuilder, type FunctionReference, type Local } from "./function_builder.ts";
import { type Code, i32, TYPES, v128, type ValueType } from "./instructions.ts";

// ref: https://webassembly.github.io/spec/core/binary/modules.html

const SECTION = {
  type: 1,
  function: 3,
  memory: 5,
  global: 6,
  export: 7,
  code: 10,
  data: 11,
} as const;
const EXPORT = { function: 0, memory: 2, global: 3 } as const;
const PAGE_BYTES = 65_536;
/** Address of the first constant. It is not zero, so that a zero address shows up as a mistake. */
const CONSTANTS_START = 16;
/** End of the constants. */
export const CONSTANTS_END = 1024;

/** One local variable of each type. */
type LocalsOf<P extends readonly ValueType[]> = { [K in keyof P]: Local };

/** Builds a WebAssembly module with no imports and one memory of fixed size. */
export class ModuleBuilder {
  readonly #types: string[] = [];
  readonly #functions: { type: number; code: ByteWriter }[] = [];
  readonly #shared = new Map<string, FunctionReference>();
  readonly #globals: number[] = [];
  readonly #constants: number[] = [];
  readonly #exports: { name: string; kind: number; index: number }[] = [];

  /**
   * Adds a function that returns nothing.
   *
   * @param parameters Types of its parameters.
   * @param build Writes its body, given the parameters.
   * @returns The function, for calls to it.
   */
  function<const P extends readonly ValueType[]>(
    parameters: P,
    build: (f: FunctionBuilder, ...parameters: LocalsOf<P>) => void,
  ): FunctionReference {
    const entry = { type: this.#typeOf(parameters), code: new ByteWriter() };
    const index = this.#functions.push(entry) - 1;
    const f = new FunctionBuilder(parameters);
    build(f, ...f.parameters as LocalsOf<P>);
    entry.code = f.finish();
    return { index };
  }

  /** Adds a function whose body is already written. */
  add(parameters: readonly ValueType[], f: FunctionBuilder): FunctionReference {
    const entry = { type: this.#typeOf(parameters), code: f.finish() };
    return { index: this.#functions.push(entry) - 1 };
  }

  /** Like {@linkcode function}, but returns the existing function if the key was used before. */
  sharedFunction<const P extends readonly ValueType[]>(
    key: string,
    parameters: P,
    build: (f: FunctionBuilder, ...parameters: LocalsOf<P>) => void,
  ): FunctionReference {
    let reference = this.#shared.get(key);
    if (!reference) this.#shared.set(key, reference = this.function(parameters, build));
    return reference;
  }

  /**
   * A floating-point constant in all lanes of a vector. It is loaded from a constant address, because V8
   * builds a vector constant from several instructions wherever it is used.
   */
  constant(value: number): Code {
    const rounded = Math.fround(value);
    let index = this.#constants.indexOf(rounded);
    if (index < 0) index = this.#constants.push(rounded) - 1;
    const address = CONSTANTS_START + 4 * index;
    if (address >= CONSTANTS_END) {
      throw new RangeError("Cannot compile network: there are too many constants");
    }
    return v128.loadSplat(i32.const(address));
  }

  /** Exports a function. */
  exportFunction(name: string, { index }: FunctionReference): void {
    this.#exports.push({ name, kind: EXPORT.function, index });
  }

  /** Exports a constant integer. */
  exportConstant(name: string, value: number): void {
    const index = this.#globals.push(value) - 1;
    this.#exports.push({ name, kind: EXPORT.global, index });
  }

  /**
   * Writes the module.
   *
   * @param memoryBytes How much memory it has, exported as `memory`.
   * @returns The binary.
   */
  finish(memoryBytes: number): Uint8Array<ArrayBuffer> {
    const pages = Math.ceil(memoryBytes / PAGE_BYTES);
    const module = new ByteWriter();
    module.bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    section(module, SECTION.type, this.#types, (out, type) => {
      const parameters = type.split(" ").filter(Boolean) as ValueType[];
      out.byte(0x60);
      out.unsigned(parameters.length);
      out.bytes(parameters.map((parameter) => TYPES[parameter]));
      out.byte(0);
    });
    section(module, SECTION.function, this.#functions, (out, { type }) => out.unsigned(type));
    section(module, SECTION.memory, [pages], (out, pages) => {
      out.byte(1);
      out.unsigned(pages);
      out.unsigned(pages);
    });
    section(module, SECTION.global, this.#globals, (out, value) => {
      out.bytes([TYPES.i32, 0, 0x41]);
      out.signed(value);
      out.byte(0x0b);
    });
    const exports = [{ name: "memory", kind: EXPORT.memory, index: 0 }, ...this.#exports];
    section(module, SECTION.export, exports, (out, { name, kind, index }) => {
      out.name(name);
      out.byte(kind);
      out.unsigned(index);
    });
    section(module, SECTION.code, this.#functions, (out, { code }) => out.sized(code));
    section(module, SECTION.data, [this.#constants], (out, constants) => {
      out.byte(0);
      i32.const(CONSTANTS_START)(out);
      out.byte(0x0b);
      out.unsigned(4 * constants.length);
      for (const constant of constants) out.float(constant);
    });
    return module.toBytes().slice();
  }

  #typeOf(parameters: readonly ValueType[]): number {
    const key = parameters.join(" ");
    const index = this.#types.indexOf(key);
    return index >= 0 ? index : this.#types.push(key) - 1;
  }
}

function section<T>(
  module: ByteWriter,
  id: number,
  entries: readonly T[],
  write: (out: ByteWriter, entry: T) => void,
): void {
  const out = new ByteWriter();
  out.unsigned(entries.length);
  for (const entry of entries) write(out, entry);
  module.byte(id);
  module.sized(out);
}
