let tables: Int32Array | undefined;

/**
 * The checksum of PNG, gzip and zip, computed eight bytes at a time.
 *
 * @param bytes The data.
 * @returns The checksum, 0 to 2^32 - 1.
 *
 * @example
 * ```ts
 * import { crc32 } from "./crc32.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
 * ```
 *
 * ref: Kounavis and Berry 2005, "A systematic approach to building high performance software-based
 * CRC generators" (slicing by 8)
 */
export function crc32(bytes: Uint8Array): number {
  const t = tables ??= makeTables();
  const { length } = bytes;
  let crc = -1, at = 0;
  for (; at + 8 <= length; at += 8) {
    crc ^= bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
    crc = t[1792 + (crc & 255)]! ^ t[1536 + (crc >>> 8 & 255)]! ^
      t[1280 + (crc >>> 16 & 255)]! ^ t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^ t[512 + bytes[at + 5]!]! ^
      t[256 + bytes[at + 6]!]! ^ t[bytes[at + 7]!]!;
  }
  for (; at < length; at++) crc = crc >>> 8 ^ t[(crc ^ bytes[at]!) & 255]!;
  return ~crc >>> 0;
}

/** `tables[n * 256 + byte]` is the remainder of a byte that n zero bytes follow. */
function makeTables(): Int32Array {
  const made = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = remainder >>> 1 ^ -(remainder & 1) & 0xedb88320;
    made[byte] = remainder;
  }
  for (let at = 256; at < made.length; at++) {
    const before = made[at - 256]!;
    made[at] = before >>> 8 ^ made[before & 255]!;
  }
  return made;
}
