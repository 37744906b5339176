import { importPackage } from "../runtime/import_package.ts";
import { EnvironmentError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { readBytes } from "../runtime/read_bytes.ts";
import type { Font } from "./text_sprites.ts";

const inter = "npm:@expo-google-fonts/inter@0.4.2";

/**
 * Loads the font of the labels: Inter, semibold.
 *
 * @returns The font.
 * @throws {EnvironmentError} If reading it is not permitted.
 */
export async function loadFont(): Promise<Font> {
  // Fetches the package.
  await importPackage(`${inter}/package.json`, { with: { type: "json" } });
  const file = import.meta.resolve(`${inter}/600SemiBold/Inter_600SemiBold.ttf`);
  const { default: opentype } = await importPackage<typeof import("npm:opentype.js@2.0.0")>(
    "npm:opentype.js@2.0.0",
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
