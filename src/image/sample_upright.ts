import type { Plane } from "./planes.ts";
import type { SampleGrid } from "./sample_turned.ts";
import { samplingModule } from "./sampling_module.ts";
import { type UprightAxis, uprightAxis } from "./upright_axis.ts";

/** The module that `build/sampling.ts` builds. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  /** Sums rows of bytes, weighted. Each term is an address and a weight. */
  readonly blend: (terms: number, termsEnd: number, rowBytes: number, sums: number) => void;
  /** Sums neighbours, weighted. `pitch` is the distance between neighbours. */
  readonly gather: (
    firsts: number,
    firstsEnd: number,
    weights: number,
    weightBytes: number,
    pitch: number,
    results: number,
    resultBytes: number,
  ) => void;
}

let kernel: Kernel | undefined;

function startKernel(): Kernel {
  const binary = Uint8Array.from(atob(samplingModule), (character) => character.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(binary)).exports as unknown as Kernel;
}

/** Free bytes behind each part of the memory: vectors are read and written beyond the ends. */
const gap = 32;

/** Where everything is in the memory. */
interface Places {
  readonly terms: number;
  readonly firsts: number;
  readonly weights: number;
  readonly results: number;
  readonly sums: number;
  /** Copies of rows of the plane. */
  readonly slots: number;
  readonly slotBytes: number;
  readonly end: number;
}

function placesOf(columns: UprightAxis, rows: UprightAxis, stride: number): Places {
  let end = gap;
  const reserve = (bytes: number) => {
    const at = end;
    end = (end + bytes + gap) & ~15;
    return at;
  };
  const slotBytes = (columns.length * stride + gap) & ~15;
  return {
    terms: reserve(8 * rows.reads),
    firsts: reserve(columns.firsts.byteLength),
    weights: reserve(columns.weights.byteLength),
    results: reserve(12 * columns.firsts.length),
    sums: reserve(4 * slotBytes),
    slots: reserve(rows.reads * slotBytes),
    slotBytes,
    end,
  };
}

/**
 * Averages bilinear taps where the output is not turned: rows first, then columns, in WebAssembly.
 *
 * @param plane The channels.
 * @param grid The output, whose map is `[a, 0, c, 0, e, f]`, `a` and `e` not 0.
 * @param into Takes the means.
 * @returns False if nothing was done, because the rows are too long.
 */
export function sampleUpright(plane: Plane, grid: SampleGrid, into: Float32Array): boolean {
  const { memory, blend, gather } = kernel ??= startKernel();
  const { stride, channels = 1 } = plane, { toPlane: [a, , c, , e, f], border } = grid;
  const hasBorder = border !== undefined;
  const columns = uprightAxis(a, c, grid.width, grid.columns, plane.width, hasBorder);
  const rows = uprightAxis(e, f, grid.height, grid.rows, plane.height, hasBorder);
  const places = placesOf(columns, rows, stride);
  if (places.end > memory.buffer.byteLength) return false;

  const { terms, firsts, weights, results, sums } = places;
  const integers = new Int32Array(memory.buffer), floats = new Float32Array(memory.buffer);
  floats.set(columns.weights, weights / 4);
  integers.set(columns.firsts.map((first) => sums + 4 * stride * first), firsts / 4);
  const firstsEnd = firsts + columns.firsts.byteLength;
  const row = floats.subarray(results / 4, results / 4 + channels * grid.width);
  const copyRow = rowCopier(plane, columns, rows, places, border ?? 0);

  for (let y = 0; y < grid.height; y++) {
    let term = terms;
    for (let k = 0; k < rows.reads; k++) {
      const weight = rows.weights[y * rows.reads + k]!;
      if (weight === 0) continue;
      integers[term / 4] = copyRow(rows.first + rows.firsts[y]! + k);
      floats[term / 4 + 1] = weight;
      term += 8;
    }
    blend(terms, term, columns.length * stride, sums);
    gather(firsts, firstsEnd, weights, 4 * columns.reads, 4 * stride, results, 4 * channels);
    into.set(row, y * row.length);
  }
  return true;
}

/** Copies the part of a row that is read into the memory, if it is not there, and tells where it is. */
function rowCopier(
  { data, offset, width, height, stride }: Plane,
  columns: UprightAxis,
  rows: UprightAxis,
  { slots, slotBytes }: Places,
  border: number,
): (y: number) => number {
  const bytes = new Uint8Array(kernel!.memory.buffer);
  const from = Math.max(columns.first, 0);
  const length = Math.min(columns.first + columns.length, width) - from;
  const held = new Int32Array(rows.reads).fill(-2);
  return (y) => {
    const slot = (y - rows.first) % rows.reads, at = slots + slot * slotBytes;
    if (held[slot] === y) return at;
    held[slot] = y;
    const isOutside = y < 0 || y >= height;
    if (isOutside || length < columns.length) {
      bytes.fill(border, at, at + columns.length * stride);
    }
    if (isOutside || length <= 0) return at;
    const start = offset + (y * width + from) * stride;
    const row = data.subarray(start, start + length * stride);
    bytes.set(row, at + (from - columns.first) * stride);
    return at;
  };
}
