import type { Box } from "../geometry.ts";
import { isSameFace } from "../face/same_face.ts";
import type { Frame } from "../image/frame.ts";
import { sampleLuma } from "../image/sample_luma.ts";
import { UsualChange } from "./usual_change.ts";

/** A face is compared in so many by so many parts, and in each quarter of them. */
const side = 12, half = side / 2;
/** In frames farther apart, a face may have turned: that it is another cannot be told. In seconds. */
const mostGapS = 0.1;
/** Faces of two people correlate less than this in frames at once, and by so much less for each second between. */
const minCorrelation = 0.95, perSecond = 2.5;
/** Above this, a face is the one before; above the second, so is the frame. */
const sameCorrelation = 0.8, repeated = 0.9999;
/**
 * A video that stutters repeats a frame, and then shows what has come meanwhile: a face may have turned.
 * Where less moves than in this share of the frames, stills are shown.
 */
const minAfterRepeats = 0.3, minMovedShare = 0.15;
/** A hand before a face leaves a part of it as it was. */
const minQuarterCorrelation = 0.95;
/** A face with less, as a standard deviation, cannot be told from another. */
const minContrast = 0.01;
/** A light that goes out changes the contrast by more than this. */
const mostContrastChange = 2;
/** Over about so many frames it is counted how many show something that moves. */
const countedFrames = 25;

interface KnownFace {
  readonly box: Box;
  /** Its brightness, less the mean. */
  readonly looks: Float32Array;
}

/**
 * Tells when other people stand where people stood in the frame before: a cut between two scenes on the
 * same ground, as of portraits, changes the faces and hardly anything else.
 */
export class FaceChange {
  #last: KnownFace[] = [];
  #time = 0;
  /** Of the faces, as 1 less the correlation. */
  readonly #usual = new UsualChange();
  /** Whether the last frame was the one before again. */
  #isRepeated = false;
  /** In what share of the compared frames something moves. */
  #movedShare = 0;
  #compared = 0;

  /**
   * Takes the next frame.
   *
   * @param frame The frame.
   * @param boxes Its faces, in pixels.
   * @returns Whether the faces that stand where faces stood are `other` people's, or `same` if one of
   * them goes on; `unknown` if that cannot be told.
   */
  update(frame: Frame, boxes: readonly Box[]): "same" | "other" | "unknown" {
    const faces = boxes.map((box) => ({ box, looks: looksOf(frame, box) }))
      .filter(({ looks }) => product(looks, looks) / looks.length > minContrast ** 2);
    const pairs = faces.flatMap((face) => {
      const last = this.#last.find(({ box }) => isSameFace(box, face.box));
      return last ? [[last.looks, face.looks] as const] : [];
    });
    const most = Math.max(...pairs.map(([one, other]) => correlation(one, other)));
    const gapS = frame.time - this.#time, wasRepeated = this.#isRepeated;
    this.#isRepeated = this.#last.every(({ box, looks }) =>
      correlation(looks, looksOf(frame, box)) > repeated
    );
    this.#last = faces;
    this.#time = frame.time;
    if (pairs.length === 0 || gapS < 0) return "unknown";
    const goesOn = most > sameCorrelation ? "same" : "unknown";
    if (gapS > mostGapS) return goesOn;
    const hasStuttered = wasRepeated && this.#movedShare > minMovedShare;
    const limit = hasStuttered ? minAfterRepeats : minCorrelation - perSecond * gapS;
    const isOther = most < limit && this.#usual.isExceededBy(1 - most) &&
      pairs.every(([one, other]) => hasChanged(one, other));
    if (isOther) return "other";
    this.#usual.add(1 - most);
    const count = Math.min(++this.#compared, countedFrames);
    this.#movedShare += (Number(!this.#isRepeated) - this.#movedShare) / count;
    return goesOn;
  }
}

/** Whether a face has changed in each quarter, and is lit as before. */
function hasChanged(one: Float32Array, other: Float32Array): boolean {
  const contrast = Math.sqrt(product(one, one) / product(other, other));
  if (Math.max(contrast, 1 / contrast) > mostContrastChange) return false;
  const others = quarters(other);
  return quarters(one).every((part, i) => correlation(part, others[i]!) < minQuarterCorrelation);
}

function looksOf(frame: Frame, { x, y, width, height }: Box): Float32Array {
  return lessMean(sampleLuma(frame, [width / side, 0, x, 0, height / side, y], side, side));
}

function lessMean(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function quarters(looks: Float32Array): Float32Array[] {
  return [0, half, side * half, side * half + half].map((start) =>
    lessMean(
      Float32Array.from({ length: half ** 2 }, (_, i) =>
        looks[start + Math.floor(i / half) * side + i % half]!),
    )
  );
}

function correlation(one: Float32Array, other: Float32Array): number {
  return product(one, other) / Math.sqrt(product(one, one) * product(other, other));
}

function product(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, i) => sum + value * other[i]!, 0);
}
