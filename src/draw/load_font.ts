// Makes Deno fetch the package of the font.
import { importPackage } from "../runtime/import_package.ts";
import "npm:@expo-google-fonts/inter@0.4.2/package.json" with { type: "json" };
import { EnvironmentError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { readBytes } from "../runtime/read_bytes.ts";
import type { Font } from "./text_sprites.ts";

/**
 * Loads the font of the labels: Inter, semibold.
 *
 * @returns The font.
 * @throws {EnvironmentError} If reading it is not permitted.
 */
export async function loadFont(): Promise<Font> {
  const { default: opentype } = await importPackage<typeof import("npm:opentype.js@2.0.0")>(
    "npm:opentype.js@2.0.0",
  );
  const file = import.meta.resolve(
    "npm:@expo-google-fonts/inter@0.4.2/600SemiBold/Inter_600SemiBold.ttf",
  );
  try {
    const bytes = await readBytes(new URL(file));
    return opentype.parse(bytes.buffer) as Font;
  } catch (cause) {
    if (!isNotCapable(cause)) throw cause;
    throw new EnvironmentError(
      "permission-missing",
      "Cannot draw labels: reading the font is not permitted",
      { cause, permission: "read" },
    );
  }
}
