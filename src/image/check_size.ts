import { InputError } from "../errors.ts";

/** Most pixels of a picture or frame, unless the caller says otherwise. */
export const defaultMaxPixels = 64_000_000;

/**
 * Refuses a picture by the size in its header, before anything is allocated for it.
 *
 * @throws {InputError} If the size is not positive or the picture has too many pixels.
 */
export function checkSize(source: string, width: number, height: number, maxPixels: number): void {
  if (!(width > 0 && height > 0)) {
    throw new InputError(
      "picture-invalid",
      `Cannot read ${source}: its header says ${width}x${height} pixels`,
    );
  }
  if (width * height > maxPixels) {
    throw new InputError(
      "picture-too-large",
      `Cannot read ${source}: ${width}x${height} pixels are more than the limit of ${maxPixels}`,
    );
  }
}
