/**
 * Removes user names and passwords from the URLs in a text, so that records and messages do not show
 * them.
 *
 * @param text A URL, or a line with URLs in it.
 * @returns The text with `://` directly before each host.
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
