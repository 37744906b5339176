import type { Box, Landmarks } from "../geometry.ts";

/** A face in a frame. */
export interface Face {
  /** From the brows to the chin. */
  readonly box: Box;
  /** How sure the detector is, 0 to 1. */
  readonly score: number;
  /** Where its parts are. */
  readonly landmarks: Landmarks;
}
