/**
 * Takes names and passwords out of the URLs in a text: they do not belong in records and messages.
 *
 * @param text A URL, or a line with URLs in it.
 * @returns The text with `://` right before each host.
 *
 * @example
 * ```ts
 * import { hidePassword } from "./hide_password.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(hidePassword("rtsp://me:s3cret@door.local/1: refused"), "rtsp://door.local/1: refused");
 * ```
 */
export function hidePassword(text: string): string {
  return text.replaceAll(/:\/\/[^\s/?#]*@/g, "://");
}
