import type { ByteWriter } from "./byte_writer.ts";

// ref: https://webassembly.github.io/spec/core/binary/instructions.html

/** Writes instructions that leave one value on the stack, or none for a statement. */
export type Code = (out: ByteWriter) => void;

/** The value types in use, with their codes in the binary format. */
export const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;

/** The type of a value. */
export type ValueType = keyof typeof TYPES;

const SIMD = 0xfd;

function operation(...opcode: number[]): (...operands: Code[]) => Code {
  return (...operands) => (out) => {
    for (const operand of operands) operand(out);
    out.bytes(opcode);
  };
}

function vectorOperation(opcode: number): (...operands: Code[]) => Code {
  return (...operands) => (out) => {
    for (const operand of operands) operand(out);
    out.byte(SIMD);
    out.unsigned(opcode);
  };
}

/** Vectors may be at any address, so the alignment hint is one byte. */
function vectorLoad(opcode: number): (address: Code, offset?: number) => Code {
  return (address, offset = 0) => (out) => {
    address(out);
    out.byte(SIMD);
    out.unsigned(opcode);
    out.byte(0);
    out.unsigned(offset);
  };
}

/** 32-bit integers: addresses and counters. */
export const i32 = {
  const: (value: number): Code => (out) => {
    out.byte(0x41);
    out.signed(value);
  },
  load: (address: Code, offset = 0): Code => (out) => {
    address(out);
    out.bytes([0x28, 0]);
    out.unsigned(offset);
  },
  add: operation(0x6a),
  sub: operation(0x6b),
  mul: operation(0x6c),
  divideUnsigned: operation(0x6e),
  remainderUnsigned: operation(0x70),
  and: operation(0x71),
  shiftLeft: operation(0x74),
  lessThan: operation(0x48),
  lessThanUnsigned: operation(0x49),
  greaterThan: operation(0x4a),
  /** Rounds a floating-point number towards zero. */
  fromFloat: operation(0xa8),
  /** The smaller of two values. Both are evaluated twice. */
  min: (a: Code, b: Code): Code => operation(0x1b)(a, b, i32.lessThan(a, b)),
  /** The larger of two values. Both are evaluated twice. */
  max: (a: Code, b: Code): Code => operation(0x1b)(a, b, i32.greaterThan(a, b)),
};

/** Single floating-point numbers. */
export const f32 = {
  const: (value: number): Code => (out) => {
    out.byte(0x43);
    out.float(value);
  },
  load: (address: Code, offset = 0): Code => (out) => {
    address(out);
    out.bytes([0x2a, 0]);
    out.unsigned(offset);
  },
  add: operation(0x92),
  sub: operation(0x93),
  mul: operation(0x94),
  div: operation(0x95),
  min: operation(0x96),
  max: operation(0x97),
  floor: operation(0x8e),
  fromInteger: operation(0xb2),
};

/** Vectors of any type. */
export const v128 = {
  load: vectorLoad(0x00),
  /** Loads a 32-bit number into all four lanes. */
  loadSplat: vectorLoad(0x09),
  /** Loads four 16-bit integers and sign-extends each to 32 bits. */
  loadHalves: vectorLoad(0x03),
  /** Loads eight bytes and zero-extends each to 16 bits. */
  loadBytes: vectorLoad(0x02),
  /** A constant of four 32-bit lanes. */
  const: (...lanes: number[]): Code => (out) => {
    out.bytes([SIMD, 0x0c]);
    out.bytes(new Uint8Array(Int32Array.from(lanes).buffer));
  },
  and: vectorOperation(0x4e),
  /** Takes each bit from the first operand where the third has a one, else from the second. */
  select: vectorOperation(0x52),
};

/** Four 32-bit integers. */
export const i32x4 = {
  /** Zero-extends the first, or the last, four of eight 16-bit integers. */
  extendLow: vectorOperation(0xa9),
  extendHigh: vectorOperation(0xaa),
  splat: vectorOperation(0x11),
  shiftLeft: vectorOperation(0xab),
  lessThan: vectorOperation(0x39),
};

/** Four single floating-point numbers. */
export const f32x4 = {
  /** A constant in all four lanes. */
  const: (value: number): Code => (out) => {
    const bits = new Uint8Array(Float32Array.of(value, value, value, value).buffer);
    out.bytes([SIMD, 0x0c]);
    out.bytes(bits);
  },
  splat: vectorOperation(0x13),
  fromIntegers: vectorOperation(0xfa),
  extract: (vector: Code, lane: number): Code => (out) => {
    vectorOperation(0x1f)(vector)(out);
    out.byte(lane);
  },
  lessThan: vectorOperation(0x43),
  neg: vectorOperation(0xe1),
  sqrt: vectorOperation(0xe3),
  add: vectorOperation(0xe4),
  sub: vectorOperation(0xe5),
  mul: vectorOperation(0xe6),
  div: vectorOperation(0xe7),
  /** `pmin`, a single machine instruction: the first operand unless the second is smaller. */
  min: vectorOperation(0xea),
  /** `pmax`, a single machine instruction: the first operand unless the second is larger. */
  max: vectorOperation(0xeb),
  relaxedMultiplyAdd: vectorOperation(0x105),
  relaxedNegatedMultiplyAdd: vectorOperation(0x106),
};

/** Stores a vector. */
export function storeVector(address: Code, value: Code, offset = 0): Code {
  return (out) => {
    address(out);
    value(out);
    out.bytes([SIMD, 0x0b, 0]);
    out.unsigned(offset);
  };
}

/** Stores a floating-point number. */
export function storeFloat(address: Code, value: Code, offset = 0): Code {
  return (out) => {
    address(out);
    value(out);
    out.bytes([0x38, 0]);
    out.unsigned(offset);
  };
}

/** Copies bytes. */
export function copyMemory(to: Code, from: Code, length: number): Code {
  return (out) => {
    for (const operand of [to, from, i32.const(length)]) operand(out);
    out.bytes([0xfc, 0x0a, 0, 0]);
  };
}

/** Sets bytes to zero. */
export function clearMemory(at: Code, length: number): Code {
  return (out) => {
    for (const operand of [at, i32.const(0), i32.const(length)]) operand(out);
    out.bytes([0xfc, 0x0b, 0]);
  };
}
