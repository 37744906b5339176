/** A format that the first bytes tell. `text` is what no picture and no video starts like. */
export type SourceFormat =
  | "jpeg"
  | "png"
  | "webp"
  | "pnm"
  | "y4m"
  | "gif"
  | "text"
  | "unknown";

/** How many bytes {@linkcode sniffFormat} looks at, if there are so many. */
export const sniffBytes = 512;

/** How many bytes {@linkcode sniffFormat} needs. No stream that goes on is shorter. */
export const minSniffBytes = 10;

const signatures: ReadonlyArray<readonly [SourceFormat, string]> = [
  ["jpeg", "\xff\xd8\xff"],
  ["png", "\x89PNG\r\n\x1a\n"],
  ["y4m", "YUV4MPEG2"],
  ["gif", "GIF8"],
];

/** Playlists and the like: text, yet videos to ffmpeg. */
const textualVideo = /^\uFEFF?(#EXTM3U|ffconcat version|v=0\s)/;

/**
 * Recognises a format by its first bytes.
 *
 * @param head The first bytes, at least {@linkcode minSniffBytes} unless there are no more.
 * @returns The format, `unknown` if ffmpeg might still read it.
 *
 * @example
 * ```ts
 * import { sniffFormat } from "./sniff_format.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(sniffFormat(new TextEncoder().encode("P6\n640 480\n255\n")), "pnm");
 * ```
 */
export function sniffFormat(head: Uint8Array): SourceFormat {
  const text = String.fromCharCode(...head.subarray(0, sniffBytes));
  for (const [format, signature] of signatures) {
    if (text.startsWith(signature)) return format;
  }
  if (/^P[56][\s#]/.test(text)) return "pnm";
  if (/^RIFF[^]{4}WEBP/.test(text)) return "webp";
  // deno-lint-ignore no-control-regex -- the control characters that no text holds
  if (text !== "" && !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) && isUtf8(head)) {
    return textualVideo.test(text) ? "unknown" : "text";
  }
  return "unknown";
}

function isUtf8(head: Uint8Array): boolean {
  try {
    // The end may lie within a character.
    new TextDecoder("utf-8", { fatal: true }).decode(head.subarray(0, sniffBytes), {
      stream: true,
    });
    return true;
  } catch {
    return false;
  }
}
