/** Numbers of 0 to 1 that follow from a seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    const mixed = Math.imul(state ^ state >>> 13, 0x297a2d39) >>> 0;
    return ((mixed ^ mixed >>> 16) >>> 0) / 2 ** 32;
  };
}
