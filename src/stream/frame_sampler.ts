import { OptionError } from "../errors.ts";

/** Which frames of a source to take. All fields may be left out. */
export interface Sampling {
  /** At most so many frames a second, evenly spaced. */
  fps?: number;
  /** Seconds into the source: leave out what comes before. @default {0} */
  from?: number;
  /** Seconds into the source: leave out what comes at and after it. */
  to?: number;
}

/** Frame times that differ by less are the same. */
const epsilon = 1e-6;

/** Decides frame by frame, in the order of time. */
export class FrameSampler {
  readonly #fps: number;
  readonly #from: number;
  readonly #to: number;
  #lastSlot = -1;

  /**
   * @param sampling Which frames to take.
   * @throws {OptionError} If a value is out of range.
   */
  constructor({ fps = Infinity, from = 0, to = Infinity }: Sampling) {
    if (!(fps > 0)) {
      throw new OptionError("option-invalid", `Cannot sample ${fps} frames a second: not above 0`);
    }
    if (!(from >= 0 && to > from)) {
      throw new OptionError("option-invalid", `Cannot read from ${from} s to ${to} s`);
    }
    this.#fps = fps;
    this.#from = from;
    this.#to = to;
  }

  /**
   * @param time Seconds since the start of the source.
   * @returns Whether to take the frame, or that no later one will be taken either.
   */
  next(time: number): "take" | "skip" | "end" {
    if (time > this.#to - epsilon) return "end";
    if (time < this.#from - epsilon) return "skip";
    if (this.#fps === Infinity) return "take";
    const slot = Math.floor((time - this.#from) * this.#fps + epsilon);
    if (slot <= this.#lastSlot) return "skip";
    this.#lastSlot = slot;
    return "take";
  }
}
