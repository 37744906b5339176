/** All bytes as `TextDecoder` decodes ASCII; where it decodes a byte as itself, others do so too. */
const CHARACTERS = new TextDecoder("ascii").decode(Uint8Array.from({ length: 256 }, (_, i) => i));

/**
 * Decodes a text again that was decoded byte by byte, although it is UTF-8.
 *
 * @param text The text, or something else.
 * @returns What it says in UTF-8; what was given if it is no text or not UTF-8.
 *
 * @example
 * ```ts
 * import { asUtf8 } from "./as_utf8.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(asUtf8("caf\u00c3\u00a9"), "caf\u00e9");
 * ```
 */
export function asUtf8(text: unknown): unknown {
  if (typeof text !== "string" || !/[\x80-\uffff]/.test(text)) return text;
  const bytes = new Uint8Array(text.length).map((_, i) => byteOf(text[i]!));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

/** The byte that gave a character; if none did, 255, which UTF-8 does not have. */
function byteOf(character: string): number {
  return character <= "\xff" ? character.charCodeAt(0) : CHARACTERS.indexOf(character) & 255;
}
