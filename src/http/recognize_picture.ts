import { EnvironmentError } from "../errors.ts";
import { decodeImage, type DecodeImageOptions } from "../image/decode_image.ts";
import type { Frame } from "../image/frame.ts";
import { detectFormat, formats } from "../image/formats.ts";
import type { Recognizer, RecognizerOptions } from "../recognizer.ts";
import type { FrameResult } from "../result.ts";
import { free } from "./free.ts";
import { Problem } from "./problem.ts";

/** The media types of the pictures that the service reads. */
export function pictureTypes(): string[] {
  return formats.filter(({ holds = "picture" }) => holds === "picture")
    .map(({ mediaType }) => mediaType);
}

/** A picture that came with a request. */
export interface Picture {
  /** Its file's name, or `-`. */
  readonly name: string;
  /** What the client says that it is. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * Refuses a media type that the service does not read.
 *
 * @param type What the client says that a picture is.
 * @param name The picture's name.
 * @throws {Problem} If it is none of {@linkcode pictureTypes}.
 */
export function checkType(type: string, name: string): void {
  if (pictureTypes().includes(type)) return;
  const accept = pictureTypes().join(", ");
  throw new Problem(
    "type-unsupported",
    `Cannot read ${name}: its content-type must be one of ${accept}`,
    { accept },
  );
}

/**
 * Refuses a picture that its first bytes, or what the client says of it, tell not to be one that the
 * service reads.
 *
 * @param picture The picture.
 * @throws {Problem} If it is empty, no JPEG, PNG or WebP, or not what it is said to be.
 */
export function checkStart({ name, type, bytes }: Picture): void {
  checkType(type, name);
  if (bytes.length === 0) throw new Problem("body-empty", `Cannot read ${name}: it is empty`);
  if (detectFormat(bytes)?.mediaType !== type) {
    throw new Problem("type-unsupported", `Cannot read ${name}: it does not begin as ${type} does`);
  }
}

/**
 * Finds and classifies the faces of a picture that {@linkcode checkStart} let pass.
 *
 * @param recognizer The model.
 * @param picture The picture.
 * @param options Limits, and where the picture stands.
 * @param faces Which faces to report.
 * @returns The record, whose source is the picture's name.
 * @throws {InputError} If the picture is damaged or too large.
 * @throws {Problem} If this machine cannot decode it.
 */
export async function recognizePicture(
  recognizer: Recognizer,
  { name, bytes }: Picture,
  options: DecodeImageOptions,
  faces: Omit<RecognizerOptions, "model">,
): Promise<FrameResult> {
  let frame: Frame;
  try {
    frame = await decodeImage(bytes, { ...options, source: name });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    throw new Problem("type-unsupported", `Cannot read ${name}: CMYK JPEGs are not read here`);
  }
  try {
    return await recognizer.recognize(frame, faces);
  } finally {
    free(frame.data);
  }
}
