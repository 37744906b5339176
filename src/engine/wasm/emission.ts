import type { Arithmetic } from "./arithmetic.ts";
import type { FunctionReference } from "./function_builder.ts";
import type { Picture } from "./layout.ts";
import { CONSTANTS_END, type ModuleBuilder } from "./module_builder.ts";
import type { Packer } from "./pack/packer.ts";
import type { Step } from "./step.ts";

/**
 * Where kernels put the one factor of their products. As the address is known beforehand, V8 does not
 * check the bounds of what is read from there.
 */
export const BLOCK_ADDRESS = CONSTANTS_END;
/** Bytes at that address. */
export const BLOCK_BYTES = 16_384;
/** Address behind the memory of fixed use. */
export const FIXED_END = BLOCK_ADDRESS + BLOCK_BYTES;

/** What the emitters of all kernels work with. */
export interface Emission {
  readonly module: ModuleBuilder;
  readonly arithmetic: Arithmetic;
  readonly packer: Packer;
  /** All values by their names. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Addresses of the memory that a step has for itself, by the name of what it stores. */
  readonly scratch: ReadonlyMap<string, number>;
}

/** Emits the function that makes a step. */
export type Emitter<S extends Step> = (emission: Emission, step: S) => FunctionReference;
