import type { Box } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import type { BlazeFace } from "./blazeface.ts";
import type { FullRangeCard, ShortRangeCard } from "./blazeface_cards.ts";
import { boxOf, type Detection } from "./decode_boxes.ts";
import { isSameFace } from "./same_face.ts";

/** In a close look, a face's centre may be off by this share of the look's side. */
const maxShift = 0.2, maxShiftOfKnown = 0.35;
/** Its box may be so much smaller and larger than the box looked at; */
const minRatio = 0.45, maxRatio = 1.8;
/** beyond this it is looked at again, as a close look should show it. */
const exactRatio = 1.4;
/** A doubtful box of which the edge cuts off more may be half a face, or a shoulder. */
const maxShareBeyond = 0.15;
/** A doubtful face is looked at from nearer by this factor. */
const nearer = 3 / 4;
/** A face of this share of the longer side leaves no room for one that only the short range sees. */
export const largeShare = 1 / 8;

/** Looks closely at one box of a frame, at the scale of which the crops of the emotion models are. */
export class CloseLook {
  readonly #short: BlazeFace<ShortRangeCard>;
  readonly #full: BlazeFace<FullRangeCard>;

  /**
   * @param short The short-range network.
   * @param full The full-range network.
   */
  constructor(short: BlazeFace<ShortRangeCard>, full: BlazeFace<FullRangeCard>) {
    this.#short = short;
    this.#full = full;
  }

  /**
   * Looks whether a candidate is a face. Where the short range is in doubt, the full range looks too;
   * for a face that only the short range sees, it looks once more from nearer and at a mirror image.
   *
   * @param frame The frame.
   * @param candidate The candidate.
   * @param minScore The least score of a face.
   * @param byShort Whether the short range found the candidate, in the whole frame.
   * @returns The face, or undefined if it is none.
   */
  async confirm(
    frame: Frame,
    candidate: Detection,
    minScore: number,
    byShort: boolean,
  ): Promise<Detection | undefined> {
    const { close, decoding } = this.#short.card;
    // Whoever asks for less sure faces gets more of the doubtful ones too.
    const ease = Math.min(1, minScore / decoding.minScoreThresh);
    const face = await this.lookClosely(frame, boxOf(candidate), minScore, maxShift);
    if (face === undefined || face.score >= close.score * ease) return face;
    const box = boxOf(face);
    const isWhole = byShort && shareBeyond(box, frame) <= maxShareBeyond;
    const again = isWhole
      ? await this.#scoreOf(this.#short, frame, box, nearer * close.sides) +
        await this.#scoreOf(this.#short, frame, box, close.sides, true)
      : await this.#scoreOf(this.#full, frame, box, close.sides);
    const needed = (isWhole ? close.wholeSum : close.sum) * ease;
    return candidate.score + face.score + again >= needed ? face : undefined;
  }

  /** How sure a network is of a box in a square of so many of its sides; 0 if it sees no face there. */
  async #scoreOf(
    network: BlazeFace,
    frame: Frame,
    box: Box,
    sides: number,
    isMirrored = false,
  ): Promise<number> {
    const { faintScore } = this.#full.card.search;
    const found = await network.find(frame, around(box, sides), faintScore, isMirrored);
    return found.find((other) => isSameFace(boxOf(other), box))?.score ?? 0;
  }

  /**
   * Looks at a box with the short range, and once more if the face turns out to be of another size.
   *
   * @param frame The frame.
   * @param box Where the face should be.
   * @param minScore The least score of a face.
   * @param shift How far its centre may be off, in sides of the look.
   * @returns The face, or undefined if there is none.
   */
  async lookClosely(
    frame: Frame,
    box: Box,
    minScore: number,
    shift = maxShiftOfKnown,
  ): Promise<Detection | undefined> {
    const { sides } = this.#short.card.close;
    const isLarge = sideOf(box) >= largeShare * Math.max(frame.width, frame.height);
    // From farther away, grain is averaged out.
    const face = await this.#lookAt(frame, box, sides, minScore, shift) ??
      (isLarge ? await this.#lookAt(frame, box, 2 * sides, minScore, shift / 2) : undefined);
    if (face === undefined) return undefined;
    const ratio = sideOf(boxOf(face)) / sideOf(box);
    if (Math.max(ratio, 1 / ratio) <= exactRatio) return face;
    return await this.#lookAt(frame, boxOf(face), sides, minScore, shift) ?? face;
  }

  /** Looks at a square of so many sides of a box for the face in its middle. */
  async #lookAt(
    frame: Frame,
    box: Box,
    sides: number,
    minScore: number,
    shift: number,
  ): Promise<Detection | undefined> {
    const region = around(box, sides);
    const found = await this.#short.find(frame, region, minScore);
    return found.find((detection) => {
      const ratio = sideOf(boxOf(detection)) / sideOf(box);
      return ratio > minRatio && ratio < maxRatio &&
        distance(boxOf(detection), box) < shift * region.width;
    });
  }
}

/** How far a box reaches beyond an edge of the frame, in its sides. */
function shareBeyond({ x, y, width, height }: Box, frame: Frame): number {
  return Math.max(
    -x / width,
    -y / height,
    (x + width - frame.width) / width,
    (y + height - frame.height) / height,
  );
}

/** The longer side of a box. */
export function sideOf({ width, height }: Box): number {
  return Math.max(width, height);
}

/** A square around a box, of so many of its sides. */
function around(box: Box, sides: number): Box {
  const side = sides * sideOf(box);
  const x = box.x + box.width / 2 - side / 2, y = box.y + box.height / 2 - side / 2;
  return { x, y, width: side, height: side };
}

/** How far apart the centres of two boxes are, along the farther axis. */
function distance(one: Box, other: Box): number {
  return Math.max(
    Math.abs(one.x + one.width / 2 - other.x - other.width / 2),
    Math.abs(one.y + one.height / 2 - other.y - other.height / 2),
  );
}
