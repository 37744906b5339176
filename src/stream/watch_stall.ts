import { StallWatch } from "../async/stall_watch.ts";
import { InputError, OptionError } from "../errors.ts";

/** How long a source may give nothing, unless the caller says otherwise. */
export const defaultStallMs = 10_000;

/**
 * Watches a source that may stall.
 *
 * @param source Its name, for errors.
 * @param stallMs Milliseconds after which it counts as stalled, if it can.
 * @returns A watch that throws an `InputError` with the code `source-stalled`, or undefined without a limit.
 * @throws {OptionError} If the time is out of range.
 */
export function watchStall(source: string, stallMs: number | undefined): StallWatch | undefined {
  if (stallMs === undefined) return undefined;
  checkStall(stallMs);
  return new StallWatch(stallMs, () => stallError(source, "no data", stallMs));
}

/** The error of a source from which nothing came. */
export function stallError(
  source: string,
  nothing: "no data" | "no frame",
  stallMs: number,
): InputError {
  const seconds = Number((stallMs / 1000).toFixed(3));
  return new InputError(
    "source-stalled",
    `Cannot read ${source}: ${nothing} came for ${seconds} s`,
  );
}

/**
 * Refuses a stall time that no timer can keep.
 *
 * @throws {OptionError} If it is out of range.
 */
export function checkStall(stallMs = defaultStallMs): void {
  // Longer timers fire at once.
  if (stallMs > 0 && stallMs < 2 ** 31) return;
  throw new OptionError(
    "option-invalid",
    `Cannot wait ${stallMs} ms for a frame: it must be above 0 and below ${2 ** 31}`,
  );
}
