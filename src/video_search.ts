import type { DetectEffort } from "./face/detect_effort.ts";
import type { Where } from "./face/detector.ts";
import type { Box } from "./geometry.ts";
import { FaceSearch, type SearchedFrame } from "./face/face_search.ts";
import type { EncodedPicture } from "./image/encoded_picture.ts";
import { defaultMaxPixels } from "./image/check_size.ts";
import { detectFormat } from "./image/formats.ts";
import type { Frame } from "./image/frame.ts";
import { squareFrame } from "./image/square_frame.ts";
import type { FrameResult } from "./result.ts";
import { CutDetector } from "./track/cut_detector.ts";

/**
 * A frame is searched where faces were this many frames before, whatever has been finished since: the
 * records of a video do not depend on how many threads work on it.
 */
export const lag = 4;

/** What is planned for one picture of a video. */
export interface PicturePlan {
  /** Its number among the pictures of the video, from 0. */
  readonly index: number;
  /** Where to look for faces; undefined to look everywhere. */
  readonly where?: Where;
  /** Whether the picture shows another scene than the one before, if its pixels are known yet. */
  readonly isCut?: boolean;
}

/** Plans where the pictures of one source are searched for faces, and notices cuts. */
export class VideoSearch {
  readonly #search: FaceSearch;
  readonly #cuts = new CutDetector();
  /** Results that are not {@linkcode lag} frames old yet. */
  readonly #results: { index: number; time: number; faces: { box: Box }[]; isCut: boolean }[] = [];
  #next = 0;
  /** The first picture of the present scene. */
  #sceneStart = 0;

  /** @param effort How hard to look. */
  constructor(effort: DetectEffort) {
    this.#search = new FaceSearch(effort);
  }

  /**
   * Plans the next picture, before it is recognized.
   *
   * @param picture The picture. A still is searched everywhere.
   * @returns The plan.
   */
  plan(picture: Frame | EncodedPicture): PicturePlan {
    const index = this.#next++;
    if ("bytes" in picture) {
      const { bytes, options: { still = true, time = 0, maxPixels = defaultMaxPixels } } = picture;
      const size = still ? undefined : uprightSize(bytes);
      // One that is too large would have no end of places, and is refused when it is decoded.
      const isPlanned = size !== undefined && size.width * size.height <= maxPixels;
      return { index, ...isPlanned && this.#where(index, { ...size, time }) };
    }
    if (picture.still) return { index };
    const isCut = this.#cuts.isCut(picture);
    if (isCut) this.#startScene(index);
    const { width, height, time } = squareFrame(picture);
    const movement = (region: Box) => this.#cuts.movement(region);
    return { index, isCut, ...this.#where(index, { width, height, time, movement }) };
  }

  /**
   * Takes the result of the next frame of a video.
   *
   * @param frame The frame.
   * @param record What it shows.
   * @param plan Its plan.
   * @returns Whether the frame shows another scene than the one before.
   */
  update(frame: Frame, record: FrameResult, { index, isCut }: PicturePlan): boolean {
    const isLateCut = isCut === undefined && this.#cuts.isCut(frame);
    const faces = record.faces.map(({ box }) => ({ box: squareBox(box, frame) }));
    this.#results.push({ index, time: record.time, faces, isCut: isLateCut });
    return isCut ?? isLateCut;
  }

  #where(index: number, frame: SearchedFrame): { where?: Where } {
    while (this.#results[0] !== undefined && this.#results[0].index <= index - lag) {
      const result = this.#results.shift()!;
      if (result.isCut) this.#startScene(result.index);
      if (result.index < this.#sceneStart) continue;
      this.#search.update(result);
    }
    // Until a result is known, a video is searched as stills are, and after a cut the whole frame is.
    if (index < lag) return {};
    if (index < this.#sceneStart + lag) this.#search.forget();
    const where = this.#search.next(frame);
    return where ? { where } : {};
  }

  #startScene(index: number): void {
    this.#sceneStart = index;
    this.#search.forget();
  }
}

/** The size that a picture has when it is decoded, where its header tells that. HEIF's does not. */
function uprightSize(bytes: Uint8Array): Pick<SearchedFrame, "width" | "height"> | undefined {
  const format = detectFormat(bytes), { readOrientation, createEndFinder } = format ?? {};
  if (readOrientation === undefined && createEndFinder === undefined) return undefined;
  const size = format!.readSize(bytes);
  if (size === undefined || (readOrientation?.(bytes) ?? 1) < 5) return size;
  return { width: size.height, height: size.width };
}

/** Turns a box in pixels of the frame into one in square pixels, in which frames are searched. */
function squareBox({ x, y, width, height }: Box, { pixelAspect = 1 }: Frame): Box {
  return { x: x * pixelAspect, y, width: width * pixelAspect, height };
}
