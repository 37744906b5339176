// Recognizes raw frames with @vladmandic/face-api, tiny detector, on tfjs's WebAssembly:
// face_api.ts '{"frames": {...}}'
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { FramesJob } from "../runners/frames_job.ts";
import { InputFile, takeTurns } from "../runners/turns.ts";

/** The parts of the package that are used. */
interface FaceApi {
  tf: {
    setBackend(name: string): Promise<boolean>;
    ready(): Promise<void>;
    tensor(data: Uint8Array, shape: number[], type: string): { dispose(): void };
  };
  nets: Record<"tinyFaceDetector" | "faceExpressionNet", {
    loadFromDisk(folder: string): Promise<void>;
  }>;
  TinyFaceDetectorOptions: new () => unknown;
  detectAllFaces(picture: unknown, options: unknown): {
    withFaceExpressions(): Promise<
      { expressions: { asSortedArray(): { expression: string }[] } }[]
    >;
  };
}

const { frames: { file, width, height } } = JSON.parse(Deno.args[0]!) as { frames: FramesJob };
const folder = fileURLToPath(new URL("node_modules/@vladmandic/face-api/", import.meta.url));
const require = createRequire(import.meta.url);
require("@tensorflow/tfjs-backend-wasm");
const faceApi = require(`${folder}dist/face-api.node-wasm.js`) as FaceApi;
await faceApi.tf.setBackend("wasm");
await faceApi.tf.ready();
await faceApi.nets.tinyFaceDetector.loadFromDisk(`${folder}model`);
await faceApi.nets.faceExpressionNet.loadFromDisk(`${folder}model`);
const options = new faceApi.TinyFaceDetectorOptions();
const inputs = new InputFile(file, width * height * 3);
await takeTurns(
  (index) => inputs.read(index),
  async (samples) => {
    const picture = faceApi.tf.tensor(samples, [height, width, 3], "int32");
    const faces = await faceApi.detectAllFaces(picture, options).withFaceExpressions();
    picture.dispose();
    return faces.map(({ expressions }) => expressions.asSortedArray()[0]?.expression);
  },
);
