import { importPackage } from "../../runtime/import_package.ts";
import { EnvironmentError, messageOf } from "../../errors.ts";
import { isNotCapable } from "../../runtime/not_capable.ts";
import type { Pixels } from "../frame.ts";

/**
 * Decodes what the WebAssembly decoders cannot read: CMYK JPEGs and the first picture of a GIF.
 *
 * @param bytes The file.
 * @returns The picture as RGBA.
 * @throws {EnvironmentError} If imagescript's native code may not be loaded.
 * @throws {Error} If the file is damaged.
 */
export async function decodeWithImagescript(bytes: Uint8Array): Promise<Pixels> {
  try {
    const { decode, GIF } = await importPackage<typeof import("npm:imagescript@1.3.1")>(
      "npm:imagescript@1.3.1",
    );
    const decoded = await decode(bytes, true);
    const { width, height, bitmap } = decoded instanceof GIF ? decoded[0]! : decoded;
    return { format: "rgba", width, height, data: new Uint8Array(bitmap) };
  } catch (cause) {
    const flag = /run again with the --allow-([a-z]+)/.exec(messageOf(cause));
    if (!isNotCapable(cause) && flag === null) throw cause;
    throw new EnvironmentError(
      "permission-missing",
      "GIF and CMYK JPEG are decoded by native code, which needs the permissions ffi and env",
      { cause, permission: flag?.[1] ?? "ffi" },
    );
  }
}
