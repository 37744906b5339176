import { OptionError } from "../errors.ts";
import { importPackage } from "../runtime/import_package.ts";
import type { Frame } from "../image/frame.ts";
import { sampleRgb } from "../image/sample_rgb.ts";

/**
 * Encodes a frame as a picture.
 *
 * @param frame The frame, in any layout.
 * @param format `png`, or `jpeg` with quality 92, where transparent pixels become white.
 * @returns The bytes of the file.
 * @throws {OptionError} If the frame is too large for JPEG: more than 65535 pixels wide or high.
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
  return format === "png" ? await encodePng(frame) : await encodeJpeg(frame);
}

async function encodePng(frame: Frame): Promise<Uint8Array> {
  const { default: init, encode } = await importPackage<
    typeof import("npm:@jsquash/png@3.1.1/codec/pkg/squoosh_png.js")
  >("npm:@jsquash/png@3.1.1/codec/pkg/squoosh_png.js");
  await init();
  return encode(rgbaOf(frame), frame.width, frame.height, 8);
}

async function encodeJpeg(frame: Frame): Promise<Uint8Array> {
  // It does not subsample colours, which would blur drawn lines and letters.
  const { encode } = await importPackage<typeof import("npm:jpeg-js@0.4.4")>("npm:jpeg-js@0.4.4");
  const { width, height } = frame;
  if (Math.max(width, height) > 65535) {
    throw new OptionError(
      "option-invalid",
      `Cannot write ${width}x${height} pixels as JPEG: it has at most 65535 on a side, choose PNG`,
    );
  }
  return encode({ data: onWhite(rgbaOf(frame)), width, height }, 92).data;
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
    if (opaque[i + 3] === 255) continue;
    const alpha = opaque[i + 3]! / 255;
    for (let c = i; c < i + 3; c++) opaque[c] = Math.round(255 + (opaque[c]! - 255) * alpha);
  }
  return opaque;
}
