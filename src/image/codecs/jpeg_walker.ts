import { hasPrefix } from "../exif_orientation.ts";

/** What the frame header of a JPEG says. */
export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 colour, 4 CMYK. */
  readonly components: number;
}

/**
 * Walks the markers of a JPEG and notes what they say. Thumbnails inside its segments are skipped.
 *
 * ref: ITU-T T.81, annex B; CIPA DC-007, Multi-Picture Format
 */
export class JpegWalker {
  /** The frame header, once it has been reached in a file with no damage before it. */
  frame: JpegFrame | undefined;
  /** The EXIF data, once they have been reached. */
  exif: Uint8Array | undefined;
  /** Whether the file has an index of several pictures, of which this is the first. */
  isMultiPicture = false;
  /** The scans that have begun so far. */
  scans = 0;
  /** The length of the picture, once its end has been reached. */
  end: number | undefined;
  /** The first byte where a marker should be and is not. Decoders skip to the next marker. */
  brokenAt: number | undefined;
  #at = 2;
  #inScan = false;

  /**
   * Walks as far as the bytes go.
   *
   * @param bytes The JPEG from its first byte, at least as much of it as in the last call.
   * @returns This walker.
   */
  walk(bytes: Uint8Array): this {
    while (this.step(bytes));
    return this;
  }

  /**
   * Walks to the next marker.
   *
   * @param bytes The JPEG from its first byte, at least as much of it as in the last call.
   * @returns False at the end of the picture, and where the bytes do not suffice.
   */
  step(bytes: Uint8Array): boolean {
    if (this.end !== undefined || this.#at >= bytes.length) return false;
    const at = bytes.indexOf(0xff, this.#at);
    if (at !== this.#at && !this.#inScan) this.brokenAt ??= this.#at;
    this.#at = at < 0 ? bytes.length : at;
    if (this.#at + 2 > bytes.length) return false;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) { // A fill byte.
      this.#at++;
    } else if (marker === 0xd9) {
      this.end = at + 2;
    } else if (marker === 0) { // In a scan, this stands for the byte 0xff.
      if (!this.#inScan) this.brokenAt ??= at;
      this.#at += 2;
    } else if (isStandalone(marker)) {
      this.#at += 2;
    } else {
      return this.#segment(bytes, marker);
    }
    return this.end === undefined;
  }

  #segment(bytes: Uint8Array, marker: number): boolean {
    const at = this.#at;
    const isFrame = isStartOfFrame(marker);
    if (at + (isFrame ? 10 : 4) > bytes.length) return false;
    if (isFrame && this.brokenAt === undefined) {
      this.frame ??= {
        height: bytes[at + 5]! << 8 | bytes[at + 6]!,
        width: bytes[at + 7]! << 8 | bytes[at + 8]!,
        components: bytes[at + 9]!,
      };
    }
    this.#inScan = marker === 0xda;
    if (this.#inScan) this.scans++;
    const end = at + 2 + (bytes[at + 2]! << 8 | bytes[at + 3]!);
    if (marker === 0xe1 && this.exif === undefined) {
      const segment = bytes.subarray(at + 4, end);
      if (hasPrefix(segment)) this.exif = segment;
    }
    if (marker === 0xe2 && String.fromCharCode(...bytes.subarray(at + 4, at + 8)) === "MPF\0") {
      this.isMultiPicture = true;
    }
    this.#at = end;
    return true;
  }
}

/** True of the markers that have no length: TEM, RST0 to RST7, SOI. */
function isStandalone(marker: number): boolean {
  return marker === 0x01 || marker >= 0xd0 && marker <= 0xd8;
}

function isStartOfFrame(marker: number): boolean {
  const others = marker === 0xc4 || marker === 0xc8 || marker === 0xcc;
  return marker >= 0xc0 && marker <= 0xcf && !others;
}
