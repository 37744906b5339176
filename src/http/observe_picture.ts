import { EnvironmentError } from "../errors.ts";
import type { DecodeImageOptions } from "../image/decode_image.ts";
import { detectFormat, formats, type ImageFormat } from "../image/formats.ts";
import type { FrameObserver, Observation } from "../pipeline.ts";
import type { RecognizeOptions } from "../recognizer.ts";
import { Problem } from "./problem.ts";

/** The media type of a picture whose sender does not say of which format it is. */
export const anyType = "application/octet-stream";

/** The media types that the service reads. */
export function pictureTypes(): string[] {
  return [...formats.flatMap(mediaTypesOf), anyType];
}

function mediaTypesOf({ mediaType, otherMediaTypes = [] }: ImageFormat): string[] {
  return [mediaType, ...otherMediaTypes];
}

/** A picture that came with a request. */
export interface Picture {
  /** Its file name, or `-`. */
  readonly name: string;
  /** Its media type, according to the client. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** When it arrived on a stream, by `performance.now()`. */
  readonly capturedAt?: number;
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
 * @throws {Problem} If it is empty, none that the service reads, or not of the type that the client says.
 */
export function checkStart({ name, type, bytes }: Picture): void {
  checkType(type, name);
  if (bytes.length === 0) throw new Problem("body-empty", `Cannot read ${name}: it is empty`);
  const format = detectFormat(bytes);
  if (format === undefined || ![...mediaTypesOf(format), anyType].includes(type)) {
    const kind = type === anyType ? "a picture" : type;
    throw new Problem("type-unsupported", `Cannot read ${name}: it does not start like ${kind}`);
  }
}

/**
 * Decodes and recognizes a picture that {@linkcode checkStart} has let pass.
 *
 * @param observer What does it.
 * @param picture The picture.
 * @param options Limits, and the picture's place in a stream.
 * @param faces Which faces to report.
 * @param signal Ends the work.
 * @returns What the picture shows. The frame's source is the picture's name, and its samples share no
 * memory with the picture.
 * @throws {InputError} If the picture is damaged or too large.
 * @throws {Problem} If this machine cannot decode it.
 */
export async function observePicture(
  observer: FrameObserver,
  { name, bytes, capturedAt }: Picture,
  options: DecodeImageOptions,
  faces: RecognizeOptions,
  signal?: AbortSignal,
): Promise<Observation | undefined> {
  try {
    const place = capturedAt === undefined ? {} : { capturedAt };
    const picture = { bytes, options: { ...options, source: name }, ...place };
    const observation = await observer.observe(picture, faces, signal);
    if (observation?.frame.data.buffer !== bytes.buffer) return observation;
    // The samples of a PGM or PPM are the picture's own bytes, and each is freed by itself.
    const { frame } = observation;
    return { ...observation, frame: { ...frame, data: frame.data.slice() } };
  } catch (error) {
    if (!(error instanceof EnvironmentError && error.permission !== undefined)) throw error;
    throw new Problem(
      "type-unsupported",
      `Cannot read ${name}: this service may not load the decoder of such pictures`,
    );
  }
}
