/**
 * Undoes the filter of a row of a PNG.
 *
 * @param filter Which filter, 0 to 4.
 * @param row The row, which is changed.
 * @param above The row above it, already done, or zeros.
 * @param step Bytes of a pixel, at least 1.
 * @throws {Error} If there is no such filter.
 *
 * ref: PNG, third edition, section 9.2
 */
export function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  const { length } = row;
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let i = step; i < length; i++) row[i] = row[i]! + row[i - step]!;
      return;
    case 2:
      for (let i = 0; i < length; i++) row[i] = row[i]! + above[i]!;
      return;
    case 3:
      for (let i = 0; i < length; i++) {
        row[i] = row[i]! + ((i < step ? 0 : row[i - step]!) + above[i]! >> 1);
      }
      return;
    case 4:
      // One channel after the other, so that two of the neighbours are at hand.
      for (let channel = 0; channel < step; channel++) {
        for (let i = channel, left = 0, corner = 0; i < length; i += step) {
          const up = above[i]!;
          left = row[i]! + paeth(left, up, corner) & 255;
          row[i] = left;
          corner = up;
        }
      }
      return;
    default:
      throw new Error(`it has a row with the unknown filter ${filter}`);
  }
}

/**
 * The one of three neighbours that is nearest to what a plane through them would have. It has no
 * branches, as processors could not predict them.
 */
function paeth(left: number, above: number, corner: number): number {
  const x = above - corner, y = left - corner, z = x + y;
  const toLeft = (x ^ x >> 31) - (x >> 31), toAbove = (y ^ y >> 31) - (y >> 31);
  const toCorner = (z ^ z >> 31) - (z >> 31);
  const isAbove = toAbove - toLeft >> 31; // All bits, or none.
  const nearest = left ^ (left ^ above) & isAbove, distance = toLeft ^ (toLeft ^ toAbove) & isAbove;
  return nearest ^ (nearest ^ corner) & (toCorner - distance >> 31);
}
