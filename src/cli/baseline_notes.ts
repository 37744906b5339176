import type { BaselineMode } from "../emotion/face_baseline.ts";
import type { FrameResult } from "../result.ts";

/** From here on a neutral face counts as known. */
const knownFrom = 0.5;

/**
 * Tells the user how the neutral faces of a live source become known: what to do at first, and once
 * for each face when its own is known.
 */
export class BaselineNotes {
  readonly #tell: (line: string) => void;
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
  add({ baseline, faces }: FrameResult): void {
    if (baseline === undefined) return;
    for (const { id, baselineConfidence = 0 } of faces) {
      if (id === undefined || baselineConfidence < knownFrom || this.#told.has(id)) continue;
      this.#told.add(id);
      const percent = Math.round(baselineConfidence * 100);
      this.#tell(`Face ${id}: the neutral face is known (${percent}% sure)`);
    }
  }
}
