import type { Box, Landmarks } from "../geometry.ts";

/** A face in a frame. */
export interface Face {
  /** Its box, from the eyebrows to the chin. */
  readonly box: Box;
  /** How sure the detector is that this is a face, 0 to 1. */
  readonly score: number;
  /** Six points of the face. */
  readonly landmarks: Landmarks;
}
