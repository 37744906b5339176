import type { Box } from "../../src/geometry.ts";
import type { Frame } from "../../src/image/frame.ts";
import type { FaceResult, FrameResult } from "../../src/result.ts";

/** A face as the recognizer reports it. */
export function face(box: Box, rest: Partial<FaceResult> = {}): FaceResult {
  return { box, score: 0.9, emotion: "happy", confidence: 0.9, probabilities: {}, ...rest };
}

/** The record of a frame that shows some faces. */
export function record(frame: Frame, faces: FaceResult[]): FrameResult {
  const { source, index, time, width, height } = frame;
  return { source, frame: index, time, width, height, faces };
}
