import { EnvironmentError } from "../errors.ts";
import { decodeImage, type DecodeImageOptions } from "../image/decode_image.ts";
import type { Frame } from "../image/frame.ts";
import { detectFormat, formats } from "../image/formats.ts";
import { Problem } from "./problem.ts";

/** The media types that the service reads. */
export function pictureTypes(): string[] {
  return formats.filter(({ holds = "picture" }) => holds === "picture")
    .map(({ mediaType }) => mediaType);
}

/** A picture that came with a request. */
export interface Picture {
  /** Its file name, or `-`. */
  readonly name: string;
  /** Its media type, according to the client. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * Refuses a media type that the service does not read.
 *
 * @param type A picture's media type, according to the client.
 * @param name The picture's name.
 * @throws {Problem} If it is none of {@linkcode pictureTypes}.
 */
export function checkType(type: string, name: string): void {
  if (pictureTypes().some((known) => known === type)) return;
  const accept = pictureTypes().join(", ");
  throw new Problem(
    "type-unsupported",
    `Cannot read ${name}: its content-type must be one of ${accept}`,
    { accept },
  );
}

/**
 * Refuses a picture whose type or first bytes are not those of a picture that the service reads.
 *
 * @param picture The picture.
 * @throws {Problem} If it is empty, not a JPEG, PNG or WebP, or not of the type that the client says.
 */
export function checkStart({ name, type, bytes }: Picture): void {
  checkType(type, name);
  if (bytes.length === 0) throw new Problem("body-empty", `Cannot read ${name}: it is empty`);
  if (detectFormat(bytes)?.mediaType !== type) {
    throw new Problem("type-unsupported", `Cannot read ${name}: it does not start like ${type}`);
  }
}

/**
 * Decodes a picture that {@linkcode checkStart} has let pass.
 *
 * @param picture The picture.
 * @param options Limits, and the picture's place in a stream.
 * @returns The frame, whose source is the picture's name.
 * @throws {InputError} If the picture is damaged or too large.
 * @throws {Problem} If this machine cannot decode it.
 */
export async function decodePicture(
  { name, bytes }: Picture,
  options: DecodeImageOptions,
): Promise<Frame> {
  try {
    return await decodeImage(bytes, { ...options, source: name });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    throw new Problem(
      "type-unsupported",
      `Cannot read ${name}: this service does not read CMYK JPEGs`,
    );
  }
}
