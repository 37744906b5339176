import { ByteWriter } from "./byte_writer.ts";
import { type Code, i32, storeFloat, storeVector, TYPES, type ValueType } from "./instructions.ts";

/** A parameter or local variable of a function; called, it writes an instruction that reads it. */
export type Local = Code & { readonly index: number; readonly type: ValueType };

/** A function of the module, which others may call. */
export interface FunctionReference {
  readonly index: number;
}

/** Writes the body of one function, statement by statement. */
export class FunctionBuilder {
  readonly #locals: ValueType[] = [];
  readonly #body = new ByteWriter();
  readonly #parameterCount: number;
  /** The parameters, in order. */
  readonly parameters: readonly Local[];

  /** @param parameters Types of the parameters. */
  constructor(parameters: readonly ValueType[]) {
    this.#parameterCount = parameters.length;
    this.parameters = parameters.map((type) => this.#declare(type));
  }

  /** A new local variable, set to a value. */
  let(type: ValueType, value: Code): Local {
    const local = this.#declare(type);
    this.set(local, value);
    return local;
  }

  /** A new local vector, set to a value. */
  vector(value: Code): Local {
    return this.let("v128", value);
  }

  /** A new local vector for each value. */
  vectors(values: readonly Code[]): Local[] {
    return values.map((value) => this.vector(value));
  }

  /** Sets a local variable. */
  set(local: Local, value: Code): void {
    value(this.#body);
    this.#body.byte(0x21);
    this.#body.unsigned(local.index);
  }

  /** Adds a constant to a local integer. */
  advance(local: Local, by: number): void {
    if (by !== 0) this.set(local, i32.add(local, i32.const(by)));
  }

  /** Makes a statement. */
  do(statement: Code): void {
    statement(this.#body);
  }

  /** Writes a vector to memory. */
  store(address: Code, value: Code, offset = 0): void {
    this.do(storeVector(address, value, offset));
  }

  /** Writes a floating-point number to memory. */
  storeFloat(address: Code, value: Code, offset = 0): void {
    this.do(storeFloat(address, value, offset));
  }

  /** Calls a function that returns nothing. */
  call(callee: FunctionReference, ...values: Code[]): void {
    for (const value of values) value(this.#body);
    this.#body.byte(0x10);
    this.#body.unsigned(callee.index);
  }

  /**
   * Repeats statements.
   *
   * @param times How often, at least once.
   * @param body Writes the statements; it is given what counts up from 0.
   * @param step By how much the counter grows. @default {1}
   */
  repeat(times: number, body: (counter: Code) => void, step = 1): void {
    if (times === 1) return body(i32.const(0));
    const counter = this.let("i32", i32.const(0));
    this.repeatUntil(counter, i32.const(times * step), step, () => body(counter));
  }

  /** Repeats statements, at least once, while a counter that grows after each time is below an end. */
  repeatUntil(counter: Local, end: Code, step: number | Code, body: () => void): void {
    this.#body.bytes([0x03, 0x40]);
    body();
    const by = typeof step === "number" ? i32.const(step) : step;
    this.do(i32.lessThanUnsigned(this.#tee(counter, i32.add(counter, by)), end));
    this.#body.bytes([0x0d, 0, 0x0b]);
  }

  /** The function as an entry of the module's code section. */
  finish(): ByteWriter {
    const code = new ByteWriter();
    const runs: [ValueType, number][] = [];
    for (const type of this.#locals.slice(this.#parameterCount)) {
      const last = runs.at(-1);
      if (last?.[0] === type) last[1]++;
      else runs.push([type, 1]);
    }
    code.unsigned(runs.length);
    for (const [type, count] of runs) {
      code.unsigned(count);
      code.byte(TYPES[type]);
    }
    code.bytes(this.#body.toBytes());
    code.byte(0x0b);
    return code;
  }

  #declare(type: ValueType): Local {
    const index = this.#locals.length;
    this.#locals.push(type);
    const read = (out: ByteWriter) => {
      out.byte(0x20);
      out.unsigned(index);
    };
    return Object.assign(read, { index, type });
  }

  #tee(local: Local, value: Code): Code {
    return (out) => {
      value(out);
      out.byte(0x22);
      out.unsigned(local.index);
    };
  }
}
