import { EnvironmentError, messageOf } from "../../errors.ts";
import { isNotCapable } from "../../runtime/not_capable.ts";
import { packageFile } from "../../runtime/package_file.ts";
import type { Pixels } from "../frame.ts";
import { limitMemory } from "./limit_memory.ts";

type Magick = typeof import("npm:@imagemagick/magick-wasm@0.0.43");

/** 1 GiB. The largest pictures that are read by default, of 64 megapixels, take up to 0.7. */
const mostPages = 16_384;

/** Tiles are no larger than this, in pixels. */
const tileSide = 1024;

let files: ReturnType<typeof readFiles> | undefined;
/** Kept, with the memory that the largest picture took: another start would cost more than it frees. */
let loading: Promise<Magick> | undefined;

/**
 * Makes a decoder of ImageMagick, which is compiled to WebAssembly and loaded for the first picture.
 *
 * @param name ImageMagick's name of the format.
 * @param readSize Reads the size in the file's header, which the decoder may not exceed.
 * @returns The decoder of the first picture in a file. It throws an `EnvironmentError` if the package may
 * not be read, and an `Error` if the file is damaged.
 */
export function magickDecoder(
  name: "Avif" | "Bmp" | "Gif" | "Heic" | "Jpeg" | "Pnm" | "Tiff",
  readSize: (bytes: Uint8Array) => { readonly width: number; readonly height: number } | undefined,
): (bytes: Uint8Array) => Promise<Pixels> {
  return async (bytes) => {
    const magick = await load();
    const { width, height } = readSize(bytes)!;
    // It may be stored turned, and in tiles that go beyond its edges.
    const longest = BigInt(Math.max(width, height, tileSide));
    magick.ResourceLimits.width = magick.ResourceLimits.height = longest;
    const settings = new magick.MagickReadSettings({ format: magick.MagickFormat[name] });
    settings.frameIndex = 0;
    settings.frameCount = 1;
    try {
      return magick.ImageMagick.read(bytes, settings, (image) => pixelsOf(magick, image));
    } catch (cause) {
      if (!(cause instanceof magick.MagickError)) loading = undefined; // It has ended.
      const why = /memory|exhausted/i.test(messageOf(cause))
        ? "it takes more than 1 GiB of memory"
        : "its image data is damaged, or of a kind that is not supported";
      throw new Error(why, { cause });
    }
  };
}

type MagickImage = Parameters<Parameters<Magick["ImageMagick"]["read"]>[1]>[0];

function pixelsOf(magick: Magick, image: MagickImage): Pixels {
  if (image.colorSpace !== magick.ColorSpace.sRGB) image.colorSpace = magick.ColorSpace.sRGB;
  const { x, y, width: wide, height: high } = image.page;
  if (image.format === magick.MagickFormat.Gif && (wide > image.width || high > image.height)) {
    const whole = new magick.MagickGeometry(-x, -y, wide, high);
    image.extent(whole, magick.Gravity.Undefined, magick.MagickColors.Transparent);
  }
  const { width, height } = image;
  const data = image.getPixels((pixels) => pixels.toByteArray(0, 0, width, height, "RGBA"));
  if (data === null) throw new Error("There is no memory for the pixels");
  return { format: "rgba", width, height, data };
}

function load(): Promise<Magick> {
  return loading ??= start().catch((cause) => {
    files = loading = undefined;
    if (!isNotCapable(cause)) throw cause;
    throw new EnvironmentError(
      "permission-missing",
      "reading the files of its decoder is not permitted",
      { cause, permission: "read" },
    );
  });
}

async function start(): Promise<Magick> {
  const { magick, compiled } = await (files ??= readFiles());
  // Where it has been started before, this lets go of its memory.
  Reflect.set(magick.ImageMagick, "_api", undefined);
  await magick.initializeImageMagick(compiled);
  return magick;
}

async function readFiles(): Promise<{ magick: Magick; compiled: WebAssembly.Module }> {
  const script = await packageFile("npm:@imagemagick/magick-wasm@0.0.43");
  const binary = await packageFile(
    "npm:@imagemagick/magick-wasm@0.0.43",
    "npm:@imagemagick/magick-wasm@0.0.43/magick.wasm",
  );
  limitMemory(binary, mostPages);
  // Workers import nothing else.
  const text = encodeURIComponent(new TextDecoder().decode(script));
  const magick: Magick = await import(`data:text/javascript,${text}`);
  return { magick, compiled: await WebAssembly.compile(binary) };
}
