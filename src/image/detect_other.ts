/** How many bytes {@linkcode isText} looks at. */
export const textHeadBytes = 512;

/** Playlists and session descriptions: text, yet videos to ffmpeg. */
const textualVideo = /^\uFEFF?(#EXTM3U|ffconcat version|v=0\s)/;

/**
 * Detects text, which is neither a picture nor a video.
 *
 * @param head The first bytes of a file.
 * @returns Whether they are text that ffmpeg would not read as a video either.
 *
 * @example
 * ```ts
 * import { isText } from "./detect_other.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(isText(new TextEncoder().encode("Dear diary")));
 * assert.ok(!isText(new TextEncoder().encode("#EXTM3U")));
 * ```
 */
export function isText(head: Uint8Array): boolean {
  try {
    // A character that the end cuts in two is no error in a stream.
    const text = new TextDecoder("utf-8", { fatal: true })
      .decode(head.subarray(0, textHeadBytes), { stream: true });
    // deno-lint-ignore no-control-regex -- control characters that no text has
    const isBinary = text === "" || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
    return !isBinary && !textualVideo.test(text);
  } catch {
    return false;
  }
}

/**
 * Detects a YUV4MPEG2 stream.
 *
 * @param head The first bytes of a file, 9 or more.
 * @returns Whether they start one.
 */
export function isY4m(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 9)) === "YUV4MPEG2";
}
