// Packs faces of fixtures/ as src/keras/faces.wasm, which is committed: deno task build:faces
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startEngine } from "../src/engine/start_engine.ts";
import { FaceDetector } from "../src/face/detector.ts";
import { faceCrop } from "../src/face/face_crop.ts";
import { decodeImage } from "../src/image/decode_image.ts";
import type { Frame } from "../src/image/frame.ts";
import { FACE_MARGIN, FACE_SIDE } from "../src/keras/example_faces.ts";
import { packFiles } from "../src/runtime/pack_files.ts";
import { openInput } from "../src/source/open_input.ts";

/** Where the packed faces are. */
export const facesFile = new URL("../src/keras/faces.wasm", import.meta.url);

/** @returns `faces.wasm`. */
export async function buildFaces(): Promise<Uint8Array> {
  const detector = await FaceDetector.load(await startEngine());
  const files: Record<string, Uint8Array> = {};
  for (const [name, frame] of Object.entries(await pictures())) {
    const [face] = await detector.detect(frame);
    const size = { width: FACE_SIDE, height: FACE_SIDE, channels: 3 } as const;
    const crop = faceCrop(frame, face!, { margin: FACE_MARGIN }, size);
    files[name] = Uint8Array.from(crop, (sample) => Math.round(sample * 255));
  }
  return packFiles(files);
}

/** The pictures that show the faces. */
async function pictures(): Promise<Record<string, Frame>> {
  const read = (name: string) => readFile(new URL(`../fixtures/${name}`, import.meta.url));
  const frames: Record<string, Frame> = {
    astronaut: await decodeImage(await read("astronaut.png")),
    grace_hopper: await decodeImage(await read("grace_hopper.jpg")),
  };
  const clip = fileURLToPath(new URL("../fixtures/webcam.mjpeg", import.meta.url));
  for await (const frame of openInput(clip)) {
    if ([10, 70].includes(frame.index)) frames[`webcam ${frame.index}`] = frame;
  }
  return frames;
}

if (import.meta.main) await writeFile(facesFile, await buildFaces());
