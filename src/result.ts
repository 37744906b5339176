import type { Box, Landmarks } from "./geometry.ts";

/** Why a label is not reliable. */
export type UncertainReason = "close" | "small" | "blurred" | "turned" | "dark" | "cut off";

/** What decides whether an expression can be read. */
export interface FaceQuality {
  /** The longer side of the face's box in pixels of the frame. */
  sizePx: number;
  /** How much fine detail the network sees, against the contrast. */
  sharpness: number;
  /** How far the head is turned to the right of the picture. Left out with `cropOnly`. */
  yawDegrees?: number;
  /** How far the head leans, clockwise. Left out with `cropOnly`. */
  rollDegrees?: number;
  /** Mean brightness of the face, 0 (black) to 1 (white). */
  brightness: number;
  /** The share of the face's box that is inside the frame, 0 to 1. */
  visibleShare: number;
}

/** One face of a frame and the emotion that it shows. */
export interface FaceResult {
  /** The same face's number in every frame of a video, from 1. Left out for stills. */
  id?: number;
  /** Where the face is, in pixels of the frame, to a tenth. */
  box: Box;
  /** How sure the detector is that this is a face, 0 to 1. */
  score: number;
  /** Six points in pixels of the frame, to a tenth. Left out with `cropOnly`. */
  landmarks?: Landmarks;
  /** The label with the highest probability; in video the steadied label. */
  emotion: string;
  /** Its probability, 0 to 1; in video the smoothed one. */
  confidence: number;
  /** Present if the label is not reliable. */
  uncertain?: true;
  /** Why not: two labels are close, or the face is too small, blurred, turned, dark or cut off. */
  reasons?: UncertainReason[];
  /** What was measured on the face in this frame. */
  quality?: FaceQuality;
  /** The probability of every label in this frame alone, to four digits. They sum to 1. */
  probabilities: Record<string, number>;
  /** The same relative to the person's neutral face. Left out while that is not known. */
  adjusted?: Record<string, number>;
  /** How well the person's neutral face is known, 0 to 1. Left out without a baseline. */
  baselineConfidence?: number;
  /** `adjusted`, or else `probabilities`, averaged over the last moments. Left out for stills. */
  smoothed?: Record<string, number>;
}

/** What one frame shows: the record that the command line prints as NDJSON. */
export interface FrameResult {
  /** What the frame came from: a path, a URL, or `-` for standard input. */
  source: string;
  /** Position in the source, from 0. */
  frame: number;
  /** Seconds since the start of the source. */
  time: number;
  /** Width of the frame in pixels. */
  width: number;
  /** Height of the frame in pixels. */
  height: number;
  /** Milliseconds from the frame's capture to this record. Live sources only. */
  latencyMs?: number;
  /** Frames dropped so far because newer ones had arrived. Live sources only. */
  dropped?: number;
  /** Where each person's neutral face comes from: `auto`, `3s` or `pictures`. Left out if nowhere. */
  baseline?: string;
  /** The faces, most confident first. */
  faces: FaceResult[];
}
