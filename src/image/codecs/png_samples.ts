import type { PngHeader } from "./png_header.ts";

/** Writes the first `count` pixels of a row as RGBA, the first one at `at`, each `step` bytes further. */
export type WriteRow = (
  row: Uint8Array,
  count: number,
  to: Uint8Array,
  at: number,
  step: number,
) => void;

/**
 * Makes what turns the rows of a PNG into RGBA, 8 bits a sample.
 *
 * @param header The PNG's header.
 * @param palette Its PLTE chunk, or nothing.
 * @param transparent Its tRNS chunk, or nothing: the opacity of each colour of the palette, or the one
 * colour that is transparent.
 * @returns What turns a row, whose filter is undone.
 * @throws {Error} If a palette is needed and missing.
 *
 * ref: PNG, third edition, sections 11.2.2, 11.3.1 and 13.12
 */
export function pngRowWriter(
  header: PngHeader,
  palette: Uint8Array,
  transparent: Uint8Array,
): WriteRow {
  const { color, depth, channels } = header;
  if (color === 3 && palette.length < 3) throw new Error("it has no palette");
  const isColor = color === 2 || color === 6, hasOpacity = color >= 4;
  const key = color < 3 && transparent.length >= 2 * channels
    ? keyOf(transparent, header)
    : undefined;
  const scale = color === 3 || depth >= 8 ? 1 : 255 / ((1 << depth) - 1);
  const bytes = depth === 16 ? 2 : 1;
  const [green, blue] = isColor ? [bytes, 2 * bytes] : [0, 0], opacity = (channels - 1) * bytes;
  return (row, count, to, at, step) => {
    const samples = depth < 8 ? unpack(row, depth) : row;
    for (let i = 0, from = 0; i < count; i++, from += channels * bytes, at += step) {
      if (color === 3) {
        const entry = samples[from]!;
        for (let c = 0; c < 3; c++) to[at + c] = palette[3 * entry + c]!;
        to[at + 3] = transparent[entry] ?? 255;
        continue;
      }
      to[at] = samples[from]! * scale;
      to[at + 1] = samples[from + green]! * scale;
      to[at + 2] = samples[from + blue]! * scale;
      to[at + 3] = hasOpacity ? samples[from + opacity]! : 255;
      if (key?.every((byte, k) => byte === samples[from + k])) to[at + 3] = 0;
    }
  };
}

/** The bytes of a pixel of the transparent colour, which the chunk gives in two bytes a sample. */
function keyOf(transparent: Uint8Array, { depth, channels }: PngHeader): number[] {
  const bytes = [...transparent.subarray(0, 2 * channels)];
  return depth === 16 ? bytes : bytes.filter((_, i) => i % 2 === 1);
}

/** Gives each sample of fewer than 8 bits a byte of its own. */
function unpack(row: Uint8Array, depth: number): Uint8Array {
  const perByte = 8 / depth, samples = new Uint8Array(row.length * perByte);
  for (let i = 0; i < samples.length; i++) {
    const shift = 8 - depth * (i % perByte + 1);
    samples[i] = row[i / perByte | 0]! >> shift & (1 << depth) - 1;
  }
  return samples;
}
