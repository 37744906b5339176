/** A step of the work on a picture. */
export interface Step {
  /** `read` is the arrival of the body of a request. */
  readonly name: "read" | "decode" | "detect" | "classify";
  /** When it began, in milliseconds since 1970. */
  readonly start: number;
  /** When it ended. */
  readonly end: number;
}

/**
 * Does a step and notes how long it took.
 *
 * @param name The step.
 * @param steps Where to note it, if anywhere.
 * @param work Does it.
 * @returns What the work returns.
 */
export async function timed<T>(
  name: Step["name"],
  steps: Step[] | undefined,
  work: () => T | Promise<T>,
): Promise<T> {
  const start = now();
  try {
    return await work();
  } finally {
    steps?.push({ name, start, end: now() });
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
