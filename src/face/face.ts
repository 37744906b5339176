/** A point in pixels of the frame; the centre of the first pixel is `[0.5, 0.5]`. */
export type Point = readonly [x: number, y: number];

/** An upright rectangle in pixels of the frame. It may reach beyond the frame. */
export interface Box {
  /** Left edge. */
  readonly x: number;
  /** Top edge. */
  readonly y: number;
  /** Width. */
  readonly width: number;
  /** Height. */
  readonly height: number;
}

/** Six points of a face. Right and left are those of the person, not of the picture. */
export interface Landmarks {
  /** Centre of the right eye. */
  readonly rightEye: Point;
  /** Centre of the left eye. */
  readonly leftEye: Point;
  /** Tip of the nose. */
  readonly nose: Point;
  /** Centre of the mouth. */
  readonly mouth: Point;
  /** Right ear, at its opening. */
  readonly rightEar: Point;
  /** Left ear, at its opening. */
  readonly leftEar: Point;
}

/** A face in a frame. */
export interface Face {
  /** From the brows to the chin. */
  readonly box: Box;
  /** How sure the detector is, 0 to 1. */
  readonly score: number;
  /** Where its parts are. */
  readonly landmarks: Landmarks;
}
