import fullRange from "../../models/blazeface-full/card.json" with { type: "json" };
import type { Box } from "../geometry.ts";
import { type DetectEffort, detectEfforts } from "./detect_effort.ts";
import type { Where } from "./detector.ts";
import { type Look, lookPlan } from "./look_plan.ts";
import { isSameFace } from "./same_face.ts";

/** The parts of a frame that the search depends on. */
export interface SearchedFrame {
  readonly width: number;
  readonly height: number;
  /** Seconds since the start of the source. */
  readonly time: number;
}

interface KnownFace {
  readonly box: Box;
  readonly seenAt: number;
}

/** What a search costs, in close looks: a pass of the full range, and the candidates that it finds. */
const searchCost = 4.5;
/** Searches may take half as much time again as the close looks at known faces. */
const searchShare = 0.5;
/** A newcomer waits for at most this long, and the frame that finds it. */
const wholeEveryS = 0.45;
/** A face that is lost is looked for where it was for so long. */
const rememberS = 1;
/** Close looks at candidates in one frame. */
const maxCandidates = 3;

/**
 * Decides where to look for faces in each frame of a video: closely where they were, and from time to
 * time everywhere. The whole frame is searched about twice a second, and at once when a face is lost;
 * the tiles in which smaller faces can be seen take turns in what time is left.
 *
 * @example
 * ```ts
 * import { FaceSearch } from "./face_search.ts";
 * import assert from "node:assert/strict";
 *
 * const search = new FaceSearch("auto");
 * const frame = { width: 640, height: 480, time: 0 };
 * assert.equal(search.next(frame)!.looks.length, 1);
 * search.update({ time: 0, faces: [{ box: { x: 9, y: 9, width: 90, height: 90 } }] });
 * const { near, looks } = search.next({ ...frame, time: 0.04 })!;
 * assert.deepEqual([near.length, looks.length], [1, 0]);
 * ```
 */
export class FaceSearch {
  readonly #effort: DetectEffort;
  #known: KnownFace[] = [];
  #size = "";
  #whole: Look[] = [];
  #tiles: Look[] = [];
  #nextTile = 0;
  #wholeAt = -Infinity;
  #credit = 0;

  /** @param effort How hard to look. */
  constructor(effort: DetectEffort) {
    this.#effort = effort;
  }

  /**
   * Plans the next frame.
   *
   * @param frame Its size and time, which may not go back.
   * @returns Where to look; undefined to look everywhere, as in a still.
   */
  next({ width, height, time }: SearchedFrame): Where | undefined {
    if (detectEfforts[this.#effort].everyFrame) return undefined;
    const size = `${width}x${height}`;
    if (size !== this.#size) {
      this.#size = size;
      this.#plan(width, height);
    }
    this.#known = this.#known.filter(({ seenAt }) => time - seenAt <= rememberS);
    const near = this.#known.map(({ box }) => box);
    // With nobody in view, a search may cost what looking at a face does.
    const share = near.length > 0 ? searchShare * near.length : 1 + searchShare;
    this.#credit = Math.min(this.#credit + share, 2 * searchCost);
    return { near, looks: this.#looks(time), maxCandidates };
  }

  /**
   * Takes what was found in a frame.
   *
   * @param record The time of the frame and its faces.
   */
  update({ time, faces }: { time: number; faces: readonly { readonly box: Box }[] }): void {
    const found = faces.map(({ box }) => ({ box, seenAt: time }));
    const lost = this.#known.filter(({ box }) => !found.some((face) => isSameFace(face.box, box)));
    const isNew = lost.some(({ seenAt }) => seenAt === this.#lastAt);
    if (isNew) this.#wholeAt = -Infinity;
    this.#lastAt = time;
    this.#known = [...found, ...lost];
  }

  #lastAt = -Infinity;

  #plan(width: number, height: number): void {
    const { smallestFacePx } = detectEfforts[this.#effort];
    const range = { ...fullRange.search, side: fullRange.input.width };
    const [whole, ...finer] = lookPlan(width, height, smallestFacePx, range);
    this.#whole = whole!;
    this.#tiles = finer.flat();
    this.#nextTile = 0;
    this.forget();
  }

  /** Starts anew, as after a cut to another scene. */
  forget(): void {
    this.#known = [];
    this.#wholeAt = -Infinity;
  }

  #looks(time: number): readonly Look[] {
    if (time - this.#wholeAt >= wholeEveryS) {
      this.#wholeAt = time;
      this.#credit = Math.max(this.#credit - searchCost, -searchCost);
      return this.#whole;
    }
    if (this.#tiles.length === 0 || this.#credit < searchCost) return [];
    this.#credit -= searchCost;
    const tile = this.#tiles[this.#nextTile++ % this.#tiles.length]!;
    return [tile];
  }
}
