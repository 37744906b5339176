import { OptionError } from "../errors.ts";

/** Which frames of a source to read. All fields may be left out. */
export interface Sampling {
  /** Read at most this many frames per second, evenly spaced. */
  fps?: number;
  /** Skip frames before this time, in seconds. @default {0} */
  from?: number;
  /** Stop at this time, in seconds. */
  to?: number;
}

/** Describes which part of a source is read, to follow "no frame": ` from 2 s on`, or nothing for all. */
export function describeSpan({ from = 0, to }: Sampling): string {
  if (to !== undefined) return ` from ${from} s to ${to} s`;
  return from > 0 ? ` from ${from} s on` : "";
}

/** Frame times that differ by less are taken as equal. */
const epsilon = 1e-6;

/** Decides which frames to read, in order of time. */
export class FrameSampler {
  readonly #fps: number;
  readonly #from: number;
  readonly #to: number;
  #lastSlot = -1;

  /**
   * @param sampling Which frames to read.
   * @throws {OptionError} If a value is out of range.
   */
  constructor({ fps = Infinity, from = 0, to = Infinity }: Sampling) {
    if (!(fps > 0)) {
      throw new OptionError(
        "option-invalid",
        `Cannot sample ${fps} frames per second: it must be above 0`,
      );
    }
    if (!(from >= 0 && to > from)) {
      throw new OptionError(
        "option-invalid",
        `Cannot read from ${from} s to ${to} s: the end must be after the start, which is 0 or later`,
      );
    }
    this.#fps = fps;
    this.#from = from;
    this.#to = to;
  }

  /**
   * @param time Seconds since the start of the source.
   * @returns Whether to take or skip the frame, or `end` if all later ones are to be skipped too.
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
