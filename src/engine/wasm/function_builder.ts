import { ByteWriter } from "./byte_writer.ts";
import { type Code, i32, storeFloat, storeVector, TYPES, type ValueType } from "./instructions.ts";

/** A parameter or local variable of a function. Calling it emits the instruction that reads it. */
export type Local = Code & { readonly index: number; readonly type: ValueType };

/** A function of the module that other functions can call. */
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

  /** Declares a local variable and sets it to a value. */
  let(type: ValueType, value: Code): Local {
    const local = this.#declare(type);
    this.set(local, value);
    return local;
  }

  /** Declares a local vector and sets it to a value. */
  vector(value: Code): Local {
    return this.let("v128", value);
  }

  /** Declares a local vector for each value. */
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

  /** Adds a statement. */
  do(statement: Code): void {
    statement(this.#body);
  }

  /** Stores a vector. */
  store(address: Code, value: Code, offset = 0): void {
    this.do(storeVector(address, value, offset));
  }

  /** Stores a floating-point number. */
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
   * @param times How many times, at least one.
   * @param body Writes the statements, given a counter that starts at 0.
   * @param step How much to add to the counter each time. @default {1}
   */
  repeat(times: number, body: (counter: Code) => void, step = 1): void {
    if (times === 1) return body(i32.const(0));
    const counter = this.let("i32", i32.const(0));
    this.repeatUntil(counter, i32.const(times * step), step, () => body(counter));
  }

  /** Repeats statements while the counter, increased after each round, is below the end; at least once. */
  repeatUntil(counter: Local, end: Code, step: number | Code, body: () => void): void {
    this.#body.bytes([0x03, 0x40]);
    body();
    const by = typeof step === "number" ? i32.const(step) : step;
    this.do(i32.lessThanUnsigned(this.#tee(counter, i32.add(counter, by)), end));
    this.#body.bytes([0x0d, 0, 0x0b]);
  }

  /** The function as an entry of the code section. */
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
