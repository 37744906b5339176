// Recognizes raw frames with @vladmandic/human, faces and emotions only, on tfjs's WebAssembly:
// human.ts '{"models": URL of its models over HTTP, "frames": {...}}'
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { FramesJob } from "../runners/frames_job.ts";
import { InputFile, takeTurns } from "../runners/turns.ts";

/** The parts of the package that are used. */
interface Human {
  tf: { tensor(data: Uint8Array, shape: number[], type: string): Disposer };
  load(): Promise<void>;
  detect(picture: Disposer): Promise<{ face: { emotion?: { emotion: string }[] }[] }>;
}

interface Disposer {
  dispose(): void;
}

const { models, frames: { file, width, height } } = JSON.parse(Deno.args[0]!) as {
  models: string;
  frames: FramesJob;
};
const folderOf = (name: string) => fileURLToPath(new URL(`node_modules/${name}/`, import.meta.url));
const require = createRequire(import.meta.url);
const { Human } = require(`${folderOf("@vladmandic/human")}dist/human.node-wasm.js`) as {
  Human: new (config: unknown) => Human;
};
const off = { enabled: false };
const always = { skipFrames: 0, skipTime: 0 };
const human = new Human({
  backend: "wasm",
  wasmPath: `${folderOf("@tensorflow/tfjs-backend-wasm")}dist/`,
  modelBasePath: models,
  cacheModels: false,
  cacheSensitivity: 0,
  filter: off,
  gesture: off,
  face: {
    enabled: true,
    detector: { rotation: false, ...always },
    emotion: { enabled: true, ...always },
    mesh: off,
    attention: off,
    iris: off,
    description: off,
    antispoof: off,
    liveness: off,
  },
  body: off,
  hand: off,
  object: off,
  segmentation: off,
});
await human.load();
const inputs = new InputFile(file, width * height * 3);
await takeTurns(
  (index) => inputs.read(index),
  async (samples) => {
    const picture = human.tf.tensor(samples, [1, height, width, 3], "float32");
    const { face } = await human.detect(picture);
    picture.dispose();
    return face.map(({ emotion }) => emotion?.[0]?.emotion);
  },
);
