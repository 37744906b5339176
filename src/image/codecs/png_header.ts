/** What the header of a PNG says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  /** 0 is grey, 2 colour, 3 a palette; 4 and 6 are grey and colour with opacity. */
  readonly color: number;
  /** Samples of a pixel. */
  readonly channels: number;
  readonly isInterlaced: boolean;
}

const kinds = new Map([
  [0, { channels: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { channels: 3, depths: [8, 16] }],
  [3, { channels: 1, depths: [1, 2, 4, 8] }],
  [4, { channels: 2, depths: [8, 16] }],
  [6, { channels: 4, depths: [8, 16] }],
]);

/**
 * Reads the header of a PNG.
 *
 * @param data The content of its IHDR chunk.
 * @returns The header.
 * @throws {Error} If it is none that the standard allows.
 *
 * ref: PNG, third edition, section 11.2.1
 */
export function readPngHeader(data: Uint8Array): PngHeader {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [depth, color, compression, filter, interlace] = data.subarray(8);
  const kind = kinds.get(color!);
  const isKnown = data.length === 13 && kind?.depths.includes(depth!) &&
    compression === 0 && filter === 0 && interlace! < 2;
  if (!isKnown) throw new Error("its header has a value that the standard does not allow");
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: depth!,
    color: color!,
    channels: kind!.channels,
    isInterlaced: interlace === 1,
  };
}

/** One of the pictures of which a PNG is made: some of the columns of some of its rows. */
export interface PngPass {
  readonly left: number;
  readonly top: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly columns: number;
  readonly rows: number;
}

/** The seven of Adam7. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Lists the pictures of which a PNG is made.
 *
 * @param header Its header.
 * @returns One picture, or the up to seven of an interlaced PNG.
 *
 * ref: PNG, third edition, section 8.2
 */
export function pngPasses({ width, height, isInterlaced }: PngHeader): PngPass[] {
  const all = isInterlaced ? adam7 : [[0, 0, 1, 1] as const];
  return all.map(([left, top, stepX, stepY]) => ({
    left,
    top,
    stepX,
    stepY,
    columns: Math.ceil((width - left) / stepX),
    rows: Math.ceil((height - top) / stepY),
  })).filter(({ columns, rows }) => columns > 0 && rows > 0);
}
