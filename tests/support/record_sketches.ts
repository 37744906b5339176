import type { FaceResult, FrameResult } from "../../src/result.ts";

/** What a test says of a face: its label, and what else matters. */
export type FaceSketch = Partial<FaceResult> & { emotion: string };

/** A record at a time in seconds, 400x300, with faces of the labels happy and sad. */
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

function face(sketch: FaceSketch): FaceResult {
  const confidence = sketch.confidence ?? 0.9;
  const other = Number((1 - confidence).toFixed(4));
  const probabilities = sketch.emotion === "happy"
    ? { happy: confidence, sad: other }
    : { happy: other, sad: confidence };
  return {
    box: { x: 100, y: 60, width: 100, height: 100 },
    score: 0.97,
    confidence,
    probabilities,
    ...sketch,
  };
}

/** One record a frame at 25 frames a second, from second `from` to `to`. */
export function recordsOf(from: number, to: number, ...faces: FaceSketch[]): FrameResult[] {
  const first = Math.round(from * 25), end = Math.round(to * 25);
  return Array.from({ length: end - first }, (_, i) => recordAt((first + i) / 25, ...faces));
}
