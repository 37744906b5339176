import type { DetectEffort } from "./face/detect_effort.ts";
import type { Where } from "./face/detector.ts";
import { FaceSearch } from "./face/face_search.ts";
import type { EncodedPicture } from "./image/encoded_picture.ts";
import { detectFormat } from "./image/formats.ts";
import type { Frame } from "./image/frame.ts";
import type { FrameResult } from "./result.ts";
import { CutDetector } from "./track/cut_detector.ts";

/** What is planned for one picture of a video. */
export interface PicturePlan {
  /** Where to look for faces; undefined to look everywhere. */
  readonly where?: Where;
  /** Whether the picture shows another scene than the one before, if its pixels are known yet. */
  readonly isCut?: boolean;
}

/** Plans where the pictures of one source are searched for faces, and notices cuts. */
export class VideoSearch {
  readonly #search: FaceSearch;
  readonly #cuts = new CutDetector();

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
    if ("bytes" in picture) {
      const { bytes, options: { still = true, time = 0 } } = picture;
      const size = still ? undefined : detectFormat(bytes)?.readSize(bytes);
      const where = size && this.#search.next({ ...size, time });
      return where ? { where } : {};
    }
    if (picture.still) return {};
    const isCut = this.#cuts.isCut(picture);
    const where = this.#search.next(picture, isCut);
    return { isCut, ...where && { where } };
  }

  /**
   * Takes the result of the next frame of a video.
   *
   * @param frame The frame.
   * @param record What it shows.
   * @param plan Its plan.
   * @returns Whether the frame shows another scene than the one before.
   */
  update(frame: Frame, record: FrameResult, { isCut }: PicturePlan): boolean {
    if (isCut === undefined && this.#cuts.isCut(frame)) {
      this.#search.forget();
      isCut = true;
    }
    this.#search.update(record);
    return isCut ?? false;
  }
}
