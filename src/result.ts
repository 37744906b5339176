import type { Box, Landmarks } from "./geometry.ts";

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
  /** Present if the confidence is too low to rely on the label. */
  uncertain?: true;
  /** The probability of every label in this frame alone, to four digits. They sum to 1. */
  probabilities: Record<string, number>;
  /** The probabilities averaged over the last moments of a video. Left out for stills. */
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
  /** The faces, most confident first. */
  faces: FaceResult[];
}
