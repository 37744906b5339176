import type { Margins, Size } from "./operation.ts";

/** Channels that are computed together: two vectors. */
export const LANES = 8;
/** Bytes of a vector. */
export const VECTOR = 16;
/** Bytes of a float32. */
export const FLOAT = 4;

/** The memory layout of a value: row by row, channels last, with a margin around it. */
export interface Layout extends Size, Margins {
  /** Numbers from one pixel to the next. The last ones may be unused. */
  readonly stride: number;
  /** Whether windows read the margin, which must then be zero. */
  readonly hasZeroMargin: boolean;
}

/** A value with its place in memory. */
export interface Picture extends Layout {
  /** Address of the first byte, which is the margin's if there is one. */
  readonly address: number;
}

/** Rounds up to a multiple of `of`. */
export function roundUp(value: number, of: number): number {
  return Math.ceil(value / of) * of;
}

/** Bytes from one pixel to the next. */
export function pixelBytes({ stride }: Layout): number {
  return stride * FLOAT;
}

/** Bytes from one row to the next. */
export function rowBytes(layout: Layout): number {
  return (layout.left + layout.width + layout.right) * pixelBytes(layout);
}

/** Size in bytes, margin included. */
export function totalBytes(layout: Layout): number {
  return (layout.top + layout.height + layout.bottom) * rowBytes(layout);
}

/** Address of a pixel, which may lie in the margin. */
export function addressOf(picture: Picture, row = 0, column = 0): number {
  return picture.address + (picture.top + row) * rowBytes(picture) +
    (picture.left + column) * pixelBytes(picture);
}

/** Whether a value is stored without gaps. */
export function isDense(layout: Layout): boolean {
  return layout.stride === layout.channels &&
    layout.top + layout.left + layout.bottom + layout.right === 0;
}
