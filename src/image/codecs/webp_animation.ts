import type { AnimationFrame, Pixels } from "../frame.ts";

/** One frame of an animation, as its file holds it. */
interface WebpFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  readonly isBlended: boolean;
  readonly isRemoved: boolean;
  /** Its chunks, from byte 12 on. */
  readonly bytes: Uint8Array;
}

/**
 * Decodes the pictures of an animated WebP.
 *
 * @param size The size of the animation.
 * @param chunks The data of its ANMF chunks.
 * @param decode Decodes a picture, whose chunks start at byte 12 as in a WebP.
 * @returns The pictures in order.
 * @throws {Error} If a frame is damaged, after those before it.
 *
 * ref: RFC 9649, section 2.7.1.1
 */
export async function* decodeWebpFrames(
  { width, height }: { readonly width: number; readonly height: number },
  chunks: readonly Uint8Array[],
  decode: (bytes: Uint8Array, size: WebpFrame) => Promise<Pixels>,
): AsyncGenerator<AnimationFrame, undefined> {
  const canvas = new Uint8Array(width * height * 4);
  for (const frame of chunks.map(readFrame)) {
    if (frame === undefined || frame.x + frame.width > width || frame.y + frame.height > height) {
      throw new Error("a frame of it is damaged");
    }
    draw(canvas, width, frame, (await decode(frame.bytes, frame)).data);
    const pixels: Pixels = { format: "rgba", width, height, data: canvas.slice() };
    yield { pixels, durationMs: frame.durationMs };
    if (frame.isRemoved) draw(canvas, width, { ...frame, isBlended: false });
  }
}

function readFrame(chunk: Uint8Array): WebpFrame | undefined {
  if (chunk.length < 24) return undefined;
  const uint24 = (at: number) => chunk[at]! | chunk[at + 1]! << 8 | chunk[at + 2]! << 16;
  const flags = chunk[15]!;
  return {
    ...{ x: 2 * uint24(0), y: 2 * uint24(3), width: uint24(6) + 1, height: uint24(9) + 1 },
    ...{ durationMs: uint24(12), isBlended: (flags & 2) === 0, isRemoved: (flags & 1) !== 0 },
    bytes: chunk.subarray(4),
  };
}

/** Draws a frame onto the canvas, or makes its place transparent. */
function draw(canvas: Uint8Array, canvasWidth: number, frame: WebpFrame, data?: Uint8Array): void {
  for (let row = 0; row < frame.height; row++) {
    let at = ((frame.y + row) * canvasWidth + frame.x) * 4;
    if (data === undefined || !frame.isBlended) {
      const length = frame.width * 4;
      if (data === undefined) canvas.fill(0, at, at + length);
      else canvas.set(data.subarray(row * length, (row + 1) * length), at);
      continue;
    }
    for (let i = row * frame.width * 4; i < (row + 1) * frame.width * 4; i += 4, at += 4) {
      const above = data[i + 3]! / 255, below = (1 - above) * canvas[at + 3]! / 255;
      const alpha = above + below;
      if (alpha === 0) continue;
      for (let c = 0; c < 3; c++) {
        canvas[at + c] = Math.round((data[i + c]! * above + canvas[at + c]! * below) / alpha);
      }
      canvas[at + 3] = Math.round(255 * alpha);
    }
  }
}
