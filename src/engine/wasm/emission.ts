import type { Arithmetic } from "./arithmetic.ts";
import type { FunctionReference } from "./function_builder.ts";
import type { Picture } from "./layout.ts";
import { CONSTANTS_END, type ModuleBuilder } from "./module_builder.ts";
import type { Packer } from "./pack/packer.ts";
import type { Step } from "./step.ts";

/**
 * Address of the block: the matrix that a kernel multiplies with the weights. As the address is a
 * constant, V8 needs no bounds checks for reads from it.
 */
export const BLOCK_ADDRESS = CONSTANTS_END;
/** Size of the block in bytes. */
export const BLOCK_BYTES = 16_384;
/** End of the constants and the block. */
export const FIXED_END = BLOCK_ADDRESS + BLOCK_BYTES;

/** What all emitters share. */
export interface Emission {
  readonly module: ModuleBuilder;
  readonly arithmetic: Arithmetic;
  readonly packer: Packer;
  /** All values by name. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Addresses of the steps' scratch memory, by the name of their output. */
  readonly scratch: ReadonlyMap<string, number>;
}

/** Emits the function of a step. */
export type Emitter<S extends Step> = (emission: Emission, step: S) => FunctionReference;
