/** Raw rgb24 frames of one size, one after the other in a file. */
export interface FramesJob {
  file: string;
  width: number;
  height: number;
  /** Whether each frame is a still. */
  still: boolean;
}
