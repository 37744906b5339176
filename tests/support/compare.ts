/** The largest difference between values at the same place. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return differences(a, b).reduce((most, difference) => Math.max(most, difference), 0);
}

/** The mean of the differences between values at the same place. */
export function meanDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return differences(a, b).reduce((sum, difference) => sum + difference, 0) / a.length;
}

function differences(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  if (a.length !== b.length || a.length === 0) {
    throw new Error(`${a.length} and ${b.length} values`);
  }
  return Float64Array.from(a, (value, i) => Math.abs(value - b[i]!));
}
