import { InputError } from "../errors.ts";

/** The most pixels of a picture or frame, unless the caller sets another limit. */
export const defaultMaxPixels = 64_000_000;

/**
 * Refuses a picture by the size in its header, before anything is allocated for it.
 *
 * @param source The picture's name, for errors.
 * @param width Width in pixels.
 * @param height Height in pixels.
 * @param maxPixels The most pixels. @default {64_000_000}
 * @throws {InputError} If the size is not positive or the picture has too many pixels.
 */
export function checkSize(
  source: string,
  width: number,
  height: number,
  maxPixels: number = defaultMaxPixels,
): void {
  if (!(width > 0 && height > 0)) {
    throw new InputError(
      "picture-invalid",
      `Cannot read ${source}: its header gives a size of ${width}x${height} pixels`,
    );
  }
  if (width * height > maxPixels) {
    throw new InputError(
      "picture-too-large",
      `Cannot read ${source}: ${width}x${height} pixels are more than the limit of ${maxPixels}`,
    );
  }
}
