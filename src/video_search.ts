import type { DetectEffort } from "./face/detect_effort.ts";
import type { Where } from "./face/detector.ts";
import type { Box } from "./geometry.ts";
import { FaceSearch, type MovementIn, type SearchedFrame } from "./face/face_search.ts";
import type { EncodedPicture } from "./image/encoded_picture.ts";
import { defaultMaxPixels } from "./image/check_size.ts";
import { detectFormat } from "./image/formats.ts";
import type { Frame } from "./image/frame.ts";
import { squareFrame } from "./image/square_frame.ts";
import type { FrameResult } from "./result.ts";
import { FaceChange } from "./track/face_change.ts";
import { type Cut, CutDetector } from "./track/cut_detector.ts";
import { Movement } from "./track/movement.ts";
import { sceneGrid } from "./track/scene_grid.ts";

/**
 * A frame is searched where faces were this many frames before, whatever has been finished since: the
 * records of a video do not depend on how many threads work on it.
 */
export const lag = 4;

/** In a longer time, in seconds, people may move so far that a scene looks like another one. */
const soonS = 0.3;

/** What is planned for one picture of a video. */
export interface PicturePlan {
  /** Its number among the pictures of the video, from 0. */
  readonly index: number;
  /** Where to look for faces; undefined to look everywhere. */
  readonly where?: Where;
  /** Whether the picture shows another scene than the one before, if its pixels are known yet. */
  readonly cut?: Cut;
}

/** What an earlier picture has shown. */
interface EarlierResult {
  readonly index: number;
  readonly time: number;
  readonly faces: readonly { readonly box: Box }[];
  readonly isCut: boolean;
  /** What has moved in it, if that was not known when it was planned. */
  readonly movement?: MovementIn;
}

/** Plans where the pictures of one source are searched for faces, and notices cuts. */
export class VideoSearch {
  readonly #effort: DetectEffort;
  #search: FaceSearch;
  readonly #cuts = new CutDetector();
  readonly #movement = new Movement();
  readonly #faces = new FaceChange();
  /** Results that are not {@linkcode lag} frames old yet. */
  readonly #results: EarlierResult[] = [];
  #next = 0;
  /** The first picture of the present scene. */
  #sceneStart = 0;
  /** The time of the picture that was planned last, and that of the last result. */
  #time = -Infinity;
  #updatedAt = -Infinity;

  /** @param effort How hard to look. */
  constructor(effort: DetectEffort) {
    this.#effort = effort;
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
      if (still) return { index };
      const size = uprightSize(bytes);
      // One that is too large would have no end of places, and is refused when it is decoded.
      const isPlanned = size !== undefined && size.width * size.height <= maxPixels;
      return { index, ...this.#where(index, time, isPlanned ? size : undefined) };
    }
    if (picture.still) return { index };
    const { cut, movement } = this.#compare(picture);
    if (cut === "sure") this.#startScene(index);
    const { width, height, time } = squareFrame(picture);
    return { index, cut, ...this.#where(index, time, { width, height, movement }) };
  }

  /**
   * Takes the result of the next frame of a video.
   *
   * @param frame The frame.
   * @param record What it shows.
   * @param plan Its plan.
   * @returns Whether the frame shows another scene than the one before.
   */
  update(frame: Frame, record: FrameResult, { index, cut }: PicturePlan): boolean {
    const faces = record.faces.map(({ box }) => ({ box: squareBox(box, frame) }));
    const late = cut === undefined ? this.#compare(frame) : undefined;
    const people = this.#faces.update(frame, record.faces.map(({ box }) => box));
    const seen = cut ?? late!.cut;
    const isSoon = record.time - this.#updatedAt <= soonS;
    this.#updatedAt = record.time;
    const isCut = seen === "sure" || people === "other" ||
      seen === "likely" && people !== "same" && isSoon;
    // One that is sure has started its scene already, if it was known when the picture was planned.
    const isLate = isCut && cut !== "sure";
    const { time } = record;
    this.#results.push({
      index,
      time,
      faces,
      isCut: isLate,
      ...late && { movement: late.movement },
    });
    return isCut;
  }

  /** Compares a frame with the one before. */
  #compare(frame: Frame): { cut: Cut; movement: MovementIn } {
    const grid = sceneGrid(frame);
    return { cut: this.#cuts.compare(grid), movement: this.#movement.update(grid, frame.time) };
  }

  /** Where to look for faces; without a size, everywhere. */
  #where(index: number, time: number, frame?: Omit<SearchedFrame, "time">): { where?: Where } {
    let movement = frame?.movement;
    while (this.#results[0] !== undefined && this.#results[0].index <= index - lag) {
      const result = this.#results.shift()!;
      movement = result.movement ?? movement;
      if (result.index < this.#sceneStart) continue;
      if (result.isCut) this.#startScene(result.index);
      this.#search.update(result);
    }
    const isLater = time > this.#time;
    if (time < this.#time) {
      this.#search = new FaceSearch(this.#effort);
      this.#sceneStart = index;
    }
    this.#time = time;
    // Until a result is known, a video is searched as stills are, and after a cut the whole frame is.
    if (index < lag || frame === undefined || !isLater) return {};
    if (index < this.#sceneStart + lag) this.#search.forget();
    const where = this.#search.next({ ...frame, time, ...movement && { movement } });
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
