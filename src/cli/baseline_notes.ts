import type { BaselineMode } from "../emotion/face_baseline.ts";
import type { FrameResult } from "../result.ts";

/** From here on, or after so long, it is told how well a neutral face is known. */
const knownFrom = 0.5, toldAfterS = 10;

/**
 * Tells the user how the neutral faces of a live source become known: what to do at first, and once
 * for each face how well its own is known.
 */
export class BaselineNotes {
  readonly #tell: (line: string) => void;
  readonly #seenFrom = new Map<number, number>();
  readonly #told = new Set<number>();

  /**
   * @param mode Where neutral faces come from.
   * @param tell Takes each line.
   */
  constructor(mode: BaselineMode, tell: (line: string) => void) {
    this.#tell = tell;
    if (typeof mode === "object" && "firstMs" in mode) {
      tell(`Look neutral for ${mode.firstMs / 1000} s`);
    }
  }

  /** Takes the next record. */
  add({ baseline, faces, time }: FrameResult): void {
    if (baseline === undefined) return;
    for (const { id, baselineConfidence = 0 } of faces) {
      if (id === undefined || this.#told.has(id)) continue;
      const seenFrom = this.#seenFrom.get(id) ?? time;
      this.#seenFrom.set(id, seenFrom);
      if (baselineConfidence < knownFrom && time - seenFrom < toldAfterS) continue;
      this.#told.add(id);
      const percent = Math.round(baselineConfidence * 100);
      this.#tell(`Face ${id}: neutral face ${percent}% known`);
    }
  }
}
