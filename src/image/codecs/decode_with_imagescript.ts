import { EnvironmentError, InputError, messageOf } from "../../errors.ts";
import { isNotCapable } from "../../runtime/not_capable.ts";

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
  try {
    const { decode, GIF } = await import("npm:imagescript@1.3.1");
    const decoded = await decode(bytes, true);
    const { width, height, bitmap } = decoded instanceof GIF ? decoded[0]! : decoded;
    return { width, height, data: new Uint8Array(bitmap) };
  } catch (cause) {
    const reason = messageOf(cause);
    if (isNotCapable(cause) || reason.includes("run again with the --allow-")) {
      throw new EnvironmentError(
        "permission-missing",
        `Cannot decode ${source}: GIF and CMYK JPEG need the permissions --allow-ffi --allow-env`,
        { cause },
      );
    }
    throw new InputError("picture-invalid", `Cannot decode ${source}: ${reason}`, { cause });
  }
}
