import type { Affine } from "../geometry.ts";
import type { Frame } from "./frame.ts";
import type { SampledFrame } from "./square_frame.ts";

/** One channel of a picture, or three side by side, inside a larger array. */
export interface Plane {
  /** The samples, which may include those of other channels. */
  readonly data: Uint8Array;
  /** The index of the first sample of this channel. */
  readonly offset: number;
  /** Width in samples. */
  readonly width: number;
  /** Height in samples. */
  readonly height: number;
  /** The distance between neighbours in a row: 1 for planar, 3 for rgb24, 4 for rgba. */
  readonly stride: number;
  /** How many channels to read. @default {1} */
  readonly channels?: 1 | 3;
}

/** Finds the channels of a frame: R, G, B, or grey alone, or Y, U, V. */
export function planesOf(frame: SampledFrame): Plane[] {
  const { data, height, format, storedWidth: width = frame.width } = frame;
  switch (format) {
    case "gray":
      return [{ data, offset: 0, width, height, stride: 1 }];
    case "rgb24":
    case "rgba": {
      const stride = format === "rgb24" ? 3 : 4;
      return [0, 1, 2].map((offset) => ({ data, offset, width, height, stride }));
    }
    default: {
      const chromaWidth = format === "yuv444p" ? width : (width + 1) >> 1;
      const chromaHeight = format === "yuv420p" ? (height + 1) >> 1 : height;
      const size = width * height;
      const chroma = { data, width: chromaWidth, height: chromaHeight, stride: 1 };
      return [
        { data, offset: 0, width, height, stride: 1 },
        { ...chroma, offset: size },
        { ...chroma, offset: size + chromaWidth * chromaHeight },
      ];
    }
  }
}

/** Turns a map into the frame into one into its samples. */
export function toSamples(toFrame: Affine, { width, storedWidth = width }: SampledFrame): Affine {
  if (storedWidth === width) return toFrame;
  const [a, b, c, ...row] = toFrame, scale = storedWidth / width;
  return [a * scale, b * scale, c * scale, ...row];
}

/** Turns a map into the frame's samples into a map into its chroma planes. */
export function toChroma(toFrame: Affine, format: Frame["format"]): Affine {
  const [a, b, c, d, e, f] = toFrame;
  const sx = format === "yuv420p" || format === "yuv422p" ? 0.5 : 1;
  const sy = format === "yuv420p" ? 0.5 : 1;
  return [a * sx, b * sx, c * sx, d * sy, e * sy, f * sy];
}
