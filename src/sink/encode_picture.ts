import { importPackage } from "../runtime/import_package.ts";
import type { Frame } from "../image/frame.ts";
import { sampleRgb } from "../image/sample_rgb.ts";

/**
 * Encodes a frame as a picture.
 *
 * @param frame The frame, in any layout.
 * @param format `png`, or `jpeg` with quality 92, where transparent pixels become white.
 * @returns The bytes of the file.
 *
 * @example
 * ```ts
 * import { decodeImage } from "../image/decode_image.ts";
 * import { createFrame } from "../image/frame.ts";
 * import { encodePicture } from "./encode_picture.ts";
 * import assert from "node:assert/strict";
 *
 * const frame = createFrame("rgb24", 1, 1, new Uint8Array([255, 0, 0]));
 * const decoded = await decodeImage(await encodePicture(frame, "png"));
 * assert.deepEqual([...decoded.data], [255, 0, 0, 255]);
 * ```
 */
export async function encodePicture(frame: Frame, format: "jpeg" | "png"): Promise<Uint8Array> {
  const { width, height } = frame;
  const rgba = rgbaOf(frame);
  if (format === "png") {
    const { default: init, encode } = await importPackage<
      typeof import("npm:@jsquash/png@3.1.1/codec/pkg/squoosh_png.js")
    >("npm:@jsquash/png@3.1.1/codec/pkg/squoosh_png.js");
    await init();
    return encode(rgba, width, height, 8);
  }
  const { default: createModule } = await importPackage<
    typeof import("npm:@jsquash/jpeg@1.6.0/codec/enc/mozjpeg_enc.js")
  >("npm:@jsquash/jpeg@1.6.0/codec/enc/mozjpeg_enc.js");
  const { defaultOptions } = await importPackage<typeof import("npm:@jsquash/jpeg@1.6.0/meta.js")>(
    "npm:@jsquash/jpeg@1.6.0/meta.js",
  );
  const module = await createModule({ noInitialRun: true });
  // Subsampled chroma would blur drawn lines and letters.
  const options = { ...defaultOptions, quality: 92, auto_subsample: false, chroma_subsample: 1 };
  return module.encode(onWhite(rgba), width, height, options).slice();
}

function rgbaOf(frame: Frame): Uint8Array<ArrayBuffer> {
  const { data, format, width, height } = frame;
  if (format === "rgba") return data as Uint8Array<ArrayBuffer>;
  const rgb = sampleRgb(frame, [1, 0, 0, 0, 1, 0], width, height);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0, o = 0; i < rgb.length; i += 3, o += 4) {
    rgba[o] = Math.round(rgb[i]! * 255);
    rgba[o + 1] = Math.round(rgb[i + 1]! * 255);
    rgba[o + 2] = Math.round(rgb[i + 2]! * 255);
  }
  return rgba;
}

function onWhite(rgba: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const opaque = rgba.slice();
  for (let i = 0; i < opaque.length; i += 4) {
    const alpha = opaque[i + 3]! / 255;
    if (alpha === 1) continue;
    for (let c = i; c < i + 3; c++) opaque[c] = Math.round(255 + (opaque[c]! - 255) * alpha);
    opaque[i + 3] = 255;
  }
  return opaque;
}
