import type { Frame } from "../../src/image/frame.ts";
import type { FaceResult, FrameResult } from "../../src/result.ts";

/** The fields of a face that tests set. */
export type FaceSketch = Partial<FaceResult>;

/** A face of a model with the labels happy and sad; happy unless the sketch says otherwise. */
export function face(sketch: FaceSketch): FaceResult {
  const { emotion = "happy", confidence = 0.9 } = sketch;
  const other = Number((1 - confidence).toFixed(4));
  return {
    box: { x: 100, y: 60, width: 100, height: 100 },
    score: 0.97,
    emotion,
    confidence,
    probabilities: emotion === "happy"
      ? { happy: confidence, sad: other }
      : { happy: other, sad: confidence },
    ...sketch,
  };
}

/** The record of a frame that shows these faces. */
export function record(frame: Frame, faces: FaceSketch[]): FrameResult {
  const { source, index, time, width, height } = frame;
  return { source, frame: index, time, width, height, faces: faces.map(face) };
}

/** A record of `clip.mp4`, 400x300, at a time in seconds. */
export function recordAt(time: number, ...faces: FaceSketch[]): FrameResult {
  return {
    source: "clip.mp4",
    frame: Math.round(time * 25),
    time,
    width: 400,
    height: 300,
    faces: faces.map(face),
  };
}

/** The records of `clip.mp4`, 25 frames per second, from second `from` to `to`. */
export function recordsOf(from: number, to: number, ...faces: FaceSketch[]): FrameResult[] {
  const first = Math.round(from * 25), end = Math.round(to * 25);
  return Array.from({ length: end - first }, (_, i) => recordAt((first + i) / 25, ...faces));
}
