import fullRange from "../../models/blazeface-full/card.json" with { type: "json" };
import type { Box } from "../geometry.ts";
import { type DetectEffort, detectEfforts } from "./detect_effort.ts";
import type { Where } from "./detector.ts";
import { type Look, lookPlan } from "./look_plan.ts";
import { isSameFace } from "./same_face.ts";

/**
 * Tells how much moves in a part of a frame beyond what moves there as a rule. It takes the part in shares
 * of the frame's width and height.
 */
export type MovementIn = (region: Box) => number;

/** The parts of a frame that the search depends on. */
export interface SearchedFrame {
  readonly width: number;
  readonly height: number;
  /** Seconds since the start of the source. */
  readonly time: number;
  readonly movement?: MovementIn;
}

/** A part of the frame in which smaller faces can be seen. */
interface Tile {
  readonly look: Look;
  visitedAt: number;
  /** The most that has moved there since. */
  moved: number;
}

interface KnownFace {
  readonly box: Box;
  readonly seenAt: number;
}

/** What a search costs, in close looks: a pass of the full range, and the candidates that it finds. */
const searchCost = 4.5;
/** What a face costs in each frame: a close look, and naming its emotion. */
const followCost = 2.4;
/** Searches may take half as much time again as following the faces does at this many frames a second. */
const searchShare = 0.5, usualRate = 25;
/** The whole frame is searched at least so often, and after a face is lost. In seconds. */
const wholeEveryS = 0.5, afterLossS = 0.2;
/** A face that is lost is looked for where it was for so long. */
const rememberS = 1;
/** A tile in which so much has moved is searched next. */
const muchMoved = 0.1;
/** Half of what searches may cost is kept back for such tiles, up to so many searches at once. */
const movedShare = 0.5, mostMoved = 6;
/** Candidates in one frame that may turn out to be no face. */
const maxRejected = 8;

/**
 * Decides where to look for faces in each frame of a video: closely where they were, and from time to
 * time everywhere. The whole frame is searched about twice a second, and sooner when a face is lost; the
 * tiles in which smaller faces can be seen take turns in what time is left. Those in which something
 * has moved come first, at once. A second of a video is searched as often at every frame rate.
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
  #tiles: Tile[] = [];
  #wholeAt = -Infinity;
  /** What the next searches may cost: of all parts, and of those in which something has moved. */
  #credit = 0;
  #movedCredit = mostMoved * searchCost;
  /** The time of the last planned frame, and that of the last known result. */
  #plannedAt: number | undefined;
  #resultAt = -Infinity;
  #isLost = false;

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
  next({ width, height, time, movement }: SearchedFrame): Where | undefined {
    if (detectEfforts[this.#effort].everyFrame) return undefined;
    const size = `${width}x${height}`;
    if (size !== this.#size) {
      if (this.#size !== "") this.forget();
      this.#size = size;
      this.#plan(width, height);
    }
    const elapsedS = Math.min(time - (this.#plannedAt ?? time), 1);
    for (const tile of this.#tiles) {
      const { region: { x, y, width: w, height: h } } = tile.look;
      const shares = { x: x / width, y: y / height, width: w / width, height: h / height };
      tile.moved = Math.max(tile.moved, movement?.(shares) ?? 0);
    }
    const near = this.#known.map(({ box }) => box);
    // With nobody in view, a search may cost what following a face does.
    const share = near.length > 0 ? searchShare * near.length : 1 + searchShare;
    const gained = share * followCost * usualRate * elapsedS;
    this.#plannedAt = time;
    const kept = Math.min(movedShare * gained, mostMoved * searchCost - this.#movedCredit);
    this.#movedCredit += kept;
    this.#credit = Math.min(this.#credit + gained - kept, Math.max(gained, 2 * searchCost));
    return { near, looks: this.#looks(time, elapsedS), maxRejected };
  }

  /**
   * Takes what was found in a frame.
   *
   * @param record The time of the frame and its faces.
   */
  update({ time, faces }: { time: number; faces: readonly { readonly box: Box }[] }): void {
    const found = faces.map(({ box }) => ({ box, seenAt: time }));
    const lost = this.#known.filter(({ box }) => !found.some((face) => isSameFace(face.box, box)));
    if (lost.some(({ seenAt }) => seenAt === this.#resultAt)) this.#isLost = true;
    this.#resultAt = time;
    this.#known = [...found, ...lost.filter(({ seenAt }) => time - seenAt <= rememberS)];
  }

  #plan(width: number, height: number): void {
    const { smallestFacePx } = detectEfforts[this.#effort];
    const range = { ...fullRange.search, side: fullRange.input.width };
    const [whole, ...finer] = lookPlan(width, height, smallestFacePx, range);
    this.#whole = whole!;
    this.#tiles = finer.flat().map((look, i) => ({ look, visitedAt: i - 1e6, moved: 0 }));
  }

  /** Starts anew, as after a cut to another scene. */
  forget(): void {
    this.#known = [];
    this.#wholeAt = -Infinity;
  }

  #looks(time: number, gapS: number): readonly Look[] {
    const looks: Look[] = [], sinceS = time - this.#wholeAt;
    // The next frame would be too late.
    const isDue = sinceS + gapS > wholeEveryS;
    if (isDue || (this.#isLost && sinceS >= afterLossS)) {
      this.#wholeAt = time;
      this.#isLost = false;
      this.#credit = Math.max(this.#credit - searchCost, -searchCost);
      looks.push(...this.#whole);
    }
    const inTurn = this.#tiles.toSorted((a, b) => a.visitedAt - b.visitedAt);
    const visit = (tile: Tile) => {
      tile.visitedAt = time;
      tile.moved = 0;
      looks.push(tile.look);
    };
    for (const tile of inTurn.filter(({ moved }) => moved >= muchMoved)) {
      if (this.#movedCredit < searchCost) break;
      this.#movedCredit -= searchCost;
      visit(tile);
    }
    for (const tile of inTurn.filter(({ visitedAt }) => visitedAt < time)) {
      if (this.#credit < searchCost) break;
      this.#credit -= searchCost;
      visit(tile);
    }
    return looks;
  }
}
