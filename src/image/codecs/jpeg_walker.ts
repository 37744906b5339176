import { hasPrefix } from "../exif_orientation.ts";

/** More than any encoder writes. */
export const mostSegments = 1000;

/** The marker before the data of a scan. */
export const startOfScan = 0xda;

/** What the frame header of a JPEG says. */
export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 colour, 4 CMYK. */
  readonly components: number;
}

/** A marker with a length, and for a scan the data behind it. */
export interface JpegSegment {
  readonly marker: number;
  /** Where its content starts, after the length. */
  readonly start: number;
  /** Where its content ends. */
  readonly end: number;
  /** Where the data of a scan end, once that is known. */
  dataEnd?: number;
}

/**
 * Walks the markers of a JPEG and notes what they say. Thumbnails inside its segments are skipped.
 *
 * ref: ITU-T T.81, annex B; CIPA DC-007, Multi-Picture Format
 */
export class JpegWalker {
  /** The frame header, once it has been reached. */
  frame: JpegFrame | undefined;
  /** The EXIF data, once they have been reached. */
  exif: Uint8Array | undefined;
  /** Whether the file has an index of several pictures, of which this is the first. */
  isMultiPicture = false;
  /** The segments so far, without those that hold only data of applications. */
  readonly segments: JpegSegment[] = [];
  /** The length of the picture, once its end or the start of the next one has been reached. */
  end: number | undefined;
  /** Whether the marker of its end was there. */
  hasEndMarker = false;
  #at = 2;
  #inScan = false;
  /** Where the content of the segment starts that ends at `#at`, unless it may hold a thumbnail. */
  #lastStart = Infinity;

  /** The scans that have begun so far. */
  get scans(): number {
    return this.segments.filter(({ marker }) => marker === startOfScan).length;
  }

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
    this.end ??= this.#startWithin(bytes);
    if (this.#at < bytes.length) this.#lastStart = Infinity;
    if (this.end !== undefined || this.#at >= bytes.length) return false;
    const at = bytes.indexOf(0xff, this.#at);
    this.#at = at < 0 ? bytes.length : at;
    if (this.#at + 2 > bytes.length) return false;
    const marker = bytes[at + 1]!;
    if (marker === 0xd8 && at + 3 > bytes.length) return false;
    if (this.#inScan && !isData(marker)) this.segments.at(-1)!.dataEnd = at;
    if (marker === 0xff) { // A fill byte.
      this.#at++;
    } else if (marker === 0xd9) {
      this.end = at + 2;
      this.hasEndMarker = true;
    } else if (marker === 0xd8 && bytes[at + 2] === 0xff) {
      this.end = at;
    } else if (marker < 0xc0 || isStandalone(marker)) { // In a scan, 0 stands for the byte 0xff.
      this.#at += 2;
    } else {
      return this.#segment(bytes, marker);
    }
    return this.end === undefined;
  }

  /** Where the next picture starts within the last segment, whose length is then wrong. */
  #startWithin(bytes: Uint8Array): number | undefined {
    const end = Math.min(this.#at, bytes.length - 2);
    for (let at = this.#lastStart; at < end; at++) {
      if (bytes[at] === 0xff && bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff) return at;
    }
    return undefined;
  }

  #segment(bytes: Uint8Array, marker: number): boolean {
    const at = this.#at;
    const isFrame = isStartOfFrame(marker);
    if (at + (isFrame ? 10 : 4) > bytes.length) return false;
    if (this.segments.length === mostSegments) return false;
    if (isFrame) {
      this.frame ??= {
        height: bytes[at + 5]! << 8 | bytes[at + 6]!,
        width: bytes[at + 7]! << 8 | bytes[at + 8]!,
        components: bytes[at + 9]!,
      };
    }
    this.#inScan = marker === startOfScan;
    const end = at + 2 + (bytes[at + 2]! << 8 | bytes[at + 3]!);
    if (marker === 0xe1 && this.exif === undefined) {
      const segment = bytes.subarray(at + 4, end);
      if (hasPrefix(segment)) this.exif = segment;
    }
    if (marker === 0xe2 && String.fromCharCode(...bytes.subarray(at + 4, at + 8)) === "MPF\0") {
      this.isMultiPicture = true;
    }
    const mayHoldThumbnail = marker > 0xe0 && marker <= 0xef && this.scans === 0;
    this.#lastStart = mayHoldThumbnail ? Infinity : at + 4;
    if (!isIdle(marker)) this.segments.push({ marker, start: at + 4, end });
    this.#at = end;
    return true;
  }
}

/** True of what belongs to the data of a scan: the byte 0xff itself, fill bytes, restarts. */
function isData(marker: number): boolean {
  return marker === 0 || marker === 0xff || marker >= 0xd0 && marker <= 0xd7;
}

/** True of segments without meaning to a decoder: data of applications, comments, number of lines. */
function isIdle(marker: number): boolean {
  const isColor = marker === 0xe0 || marker === 0xee;
  return marker >= 0xe1 && marker <= 0xef && !isColor || marker === 0xfe || marker === 0xdc;
}

/** True of RST0 to RST7 and SOI, which have no length. */
function isStandalone(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd8;
}

function isStartOfFrame(marker: number): boolean {
  const others = marker === 0xc4 || marker === 0xc8 || marker === 0xcc;
  return marker >= 0xc0 && marker <= 0xcf && !others;
}

/** Whether scans refine each other: of frames other than baseline and extended sequential. */
export function isProgressive({ segments }: JpegWalker): boolean {
  const frame = segments.find(({ marker }) => isStartOfFrame(marker));
  return frame !== undefined && frame.marker > 0xc1;
}
