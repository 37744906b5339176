/** So many times more than usual is unusual. */
const unusualFactor = 6;
/** What is usual is the mean over about so many frames, and known after so many. */
const usualFrames = 25, knownAfter = 5;

/** How much changes from frame to frame as a rule, which grain and movement raise. */
export class UsualChange {
  #mean = 0;
  #count = 0;

  /**
   * @param change How much has changed.
   * @returns Whether that is far more than usual; not before a few frames have been seen.
   */
  isExceededBy(change: number): boolean {
    return this.#count >= knownAfter && change > unusualFactor * this.#mean;
  }

  /** @param change How much has changed in the next frame. */
  add(change: number): void {
    this.#mean += (change - this.#mean) / Math.min(++this.#count, usualFrames);
  }
}
