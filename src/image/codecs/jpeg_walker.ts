import { isStandalone } from "./jpeg_header.ts";

/**
 * Finds the end of a JPEG by its markers, so that a thumbnail inside it is passed over. Called with
 * more and more of the same picture, it goes on where it stopped.
 *
 * ref: ITU-T T.81, annex B
 */
export class JpegWalker {
  #at = 2;
  #inScan = false;

  /**
   * @param bytes The picture from its first byte, at least as much as the last time.
   * @returns The length of the picture, undefined while its end is not there yet.
   * @throws {RangeError} If a marker is missing where one has to stand.
   */
  findEnd(bytes: Uint8Array): number | undefined {
    for (;;) {
      if (this.#inScan) this.#at = findMarker(bytes, this.#at);
      if (this.#at + 2 > bytes.length) return undefined;
      this.#inScan = false;
      if (bytes[this.#at] !== 0xff) throw new RangeError(`no JPEG marker at byte ${this.#at}`);
      const marker = bytes[this.#at + 1]!;
      if (marker === 0xd9) return this.#at + 2;
      if (marker === 0xff) {
        this.#at++;
      } else if (isStandalone(marker)) {
        this.#at += 2;
      } else if (this.#at + 4 > bytes.length) {
        return undefined;
      } else {
        this.#at += 2 + (bytes[this.#at + 2]! << 8 | bytes[this.#at + 3]!);
        this.#inScan = marker === 0xda;
      }
    }
  }
}

/** Where entropy-coded data stops: at a marker, or at a last byte that may begin one. */
function findMarker(bytes: Uint8Array, from: number): number {
  for (let at = from;; at += 2) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return Math.max(bytes.length, from);
    const next = bytes[at + 1];
    const isStuffing = next === 0 || next! >= 0xd0 && next! <= 0xd7;
    if (!isStuffing) return at;
  }
}
