/** Measures one contender once. */
export type Measure = (round: number) => Promise<number>;

/**
 * Measures contenders in turns, so that all of them see the same load.
 *
 * @param contenders What to measure, by name.
 * @param rounds How many times to measure each.
 * @returns The measurements of each, round by round.
 */
export async function race<Name extends string>(
  contenders: ReadonlyMap<Name, Measure>,
  rounds: number,
): Promise<Map<Name, number[]>> {
  const results = new Map([...contenders.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    // Back and forth, so that no contender always follows the same other one.
    const order = round % 2 === 0 ? [...contenders] : [...contenders].reverse();
    for (const [name, measure] of order) results.get(name)!.push(await measure(round));
  }
  return results;
}

/** The `q` quantile, interpolated. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1), below = Math.floor(at);
  const next = sorted[below + 1] ?? sorted[below]!;
  return sorted[below]! + (at - below) * (next - sorted[below]!);
}
