import { Buffer } from "node:buffer";
import { MienError } from "../errors.ts";
import { createFrame, type Frame } from "../image/frame.ts";
import { sampleRgb } from "../image/sample_rgb.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import { encodePicture } from "../sink/encode_picture.ts";

/** Width and height in pixels: enough for screens with two pixels to a dot. */
const sizePx = 112;
/** How many faces have one. Those that were seen in the fewest frames are dropped. */
const most = 64;
/** A face must be seen this much better than before to be taken again. */
const better = 1.2;

interface View {
  worth: number;
  pixels: Uint8Array<ArrayBuffer>;
}

/** The best view of each face of a video, cut out. */
export class Thumbnails {
  readonly #views = new Map<string, View>();
  /** In how many frames each face was seen. */
  readonly #seen = new Map<string, number>();

  /**
   * Takes the faces of a frame that are seen better than before.
   *
   * @param record The record.
   * @param frame Its frame.
   */
  add(record: FrameResult, frame: Frame): void {
    for (const face of record.faces) {
      if (face.id === undefined) continue;
      const key = keyOf(record.source, face.id);
      const worth = face.box.width * (face.reasons?.length ? 0.5 : 1);
      const known = this.#views.get(key);
      const seen = (this.#seen.get(key) ?? 0) + 1;
      this.#seen.set(key, seen);
      if (known !== undefined && worth < better * known.worth) continue;
      if (known === undefined && this.#views.size === most && !this.#makeRoom(seen)) continue;
      this.#views.set(key, { worth, pixels: cutOut(face, frame) });
    }
  }

  /** Drops the face that was seen in the fewest frames, if those are fewer than these. */
  #makeRoom(seen: number): boolean {
    const counts = [...this.#views.keys()].map((key) => [key, this.#seen.get(key)!] as const);
    const [key, fewest] = counts.reduce((least, each) => each[1] < least[1] ? each : least);
    return fewest < seen && this.#views.delete(key);
  }

  /**
   * The picture of a face.
   *
   * @param source The video.
   * @param id The face's id.
   * @returns A `data:` URL of a JPEG, or nothing if there is no picture.
   */
  async urlOf(source: string, id: number): Promise<string | undefined> {
    const view = this.#views.get(keyOf(source, id));
    if (view === undefined) return undefined;
    const picture = createFrame("rgb24", sizePx, sizePx, view.pixels);
    const jpeg = await encodePicture(picture, "jpeg").catch((error) => {
      // A timeline without pictures is better than none, where the encoder cannot be fetched.
      if (error instanceof MienError && error.code === "package-missing") return undefined;
      throw error;
    });
    if (jpeg === undefined) return undefined;
    return `data:image/jpeg;base64,${Buffer.from(jpeg).toString("base64")}`;
  }
}

function keyOf(source: string, id: number): string {
  return `${id} ${source}`;
}

/** The face with some of what is around it. */
function cutOut({ box }: FaceResult, frame: Frame): Uint8Array<ArrayBuffer> {
  const side = 1.3 * Math.max(box.width, box.height), scale = side / sizePx;
  const left = box.x + box.width / 2 - side / 2, top = box.y + box.height / 2 - side / 2;
  const samples = sampleRgb(frame, [scale, 0, left, 0, scale, top], sizePx, sizePx);
  return Uint8Array.from(samples, (value) => Math.round(255 * value));
}
