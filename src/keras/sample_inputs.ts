/** How many inputs {@linkcode sampleInputs} makes. */
export const SAMPLES = 8;

/**
 * Makes inputs to try a network on: all dark, all bright, and noise of growing contrast.
 *
 * @param length How many numbers one input holds.
 * @param range The smallest and largest number in an input.
 * @returns {@linkcode SAMPLES} inputs one after the other, the same every time.
 */
export function sampleInputs(length: number, range: readonly [number, number]): Float32Array {
  const [low, high] = range;
  const inputs = new Float32Array(SAMPLES * length).fill(low);
  inputs.fill(high, length, 2 * length);
  let state = 1;
  for (let i = 2 * length; i < inputs.length; i++) {
    // ref: the multiplicative generator of Park and Miller (1988), "minimal standard".
    state = state * 16807 % 2147483647;
    const contrast = (Math.floor(i / length) - 1) / (SAMPLES - 2);
    inputs[i] = low + (high - low) * (0.5 + contrast * (state / 2147483647 - 0.5));
  }
  return inputs;
}
