import { importPackage } from "./import_package.ts";
import { readBytes } from "./read_bytes.ts";

/**
 * Reads a file of an npm package that only one feature needs.
 *
 * @param name The package and its version: `npm:@imagemagick/magick-wasm@0.0.43`.
 * @param file The file, as the package exports it. The script that is imported by the package's name if
 * left out.
 * @returns What is in the file.
 * @throws {Error} If the file cannot be read: in Deno, it needs the permission to read.
 */
export async function packageFile(name: string, file?: string): Promise<Uint8Array<ArrayBuffer>> {
  // Deno knows where a package is once it has been imported.
  await importPackage(name);
  return await readBytes(new URL(import.meta.resolve(file ?? name)));
}
