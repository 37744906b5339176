import { faceCrop } from "../face/face_crop.ts";
import { createFrame } from "../image/frame.ts";
import type { ModelCard } from "../model/card.ts";
import { unpackFiles } from "../runtime/unpack_files.ts";

/** Width and height of the pictures in `faces.wasm`, in pixels. */
export const FACE_SIDE = 80;
/** What they show around a face's box, in box sides. */
export const FACE_MARGIN = 0.25;

/**
 * Crops faces of `fixtures/` for an emotion network.
 *
 * @param card What the network takes, and how to crop.
 * @returns The crops by the name of the picture, samples in 0 to 1.
 */
export async function exampleFaces(
  { input, crop }: Pick<ModelCard, "input" | "crop">,
): Promise<Map<string, Float32Array>> {
  const files = unpackFiles(await import("./faces.wasm"));
  const side = FACE_SIDE / (1 + 2 * FACE_MARGIN), start = (FACE_SIDE - side) / 2;
  const face = {
    box: { x: start, y: start, width: side, height: side },
    landmarks: { rightEye: [start, start], leftEye: [start + side, start] },
  } as const;
  return new Map(
    Array.from(files, ([name, data]) => {
      const frame = createFrame("rgb24", FACE_SIDE, FACE_SIDE, data);
      return [name, faceCrop(frame, face, crop, input)];
    }),
  );
}
