import { EnvironmentError, InputError, messageOf } from "../errors.ts";

/** RGBA samples and their size. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * Decodes what the WebAssembly codecs do not read: CMYK JPEGs and the first picture of a GIF.
 *
 * @param bytes The file.
 * @param source Its name, for errors.
 * @returns The picture.
 * @throws {EnvironmentError} If Deno may not load imagescript's native part.
 */
export async function decodeWithImagescript(bytes: Uint8Array, source: string): Promise<RgbaImage> {
  let imagescript: typeof import("npm:imagescript@1.3.1");
  try {
    imagescript = await import("npm:imagescript@1.3.1");
  } catch (error) {
    throw new EnvironmentError(
      "permission-missing",
      `Cannot decode ${source}: GIF and CMYK JPEG need the permissions --allow-ffi --allow-env (${
        messageOf(error)
      })`,
      { cause: error },
    );
  }
  try {
    const decoded = await imagescript.decode(bytes, true);
    const image = decoded instanceof imagescript.GIF ? decoded[0]! : decoded;
    const { width, height, bitmap } = image;
    return { width, height, data: new Uint8Array(bitmap) };
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new EnvironmentError(
        "permission-missing",
        `Cannot decode ${source}: GIF and CMYK JPEG need the permissions --allow-ffi --allow-env`,
        { cause: error },
      );
    }
    throw new InputError("picture-invalid", `Cannot decode ${source}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
