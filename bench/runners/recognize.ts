// Recognizes raw frames with some version of Mien:
// recognize.ts '{"module": URL of its mod.ts, "frames": {...}}'
import type * as Mien from "../../mod.ts";
import type { FramesJob } from "./frames_job.ts";
import { InputFile, takeTurns } from "./turns.ts";

const { module, frames } = JSON.parse(Deno.args[0]!) as { module: string; frames: FramesJob };
const { createFrame, Recognizer } = await import(module) as typeof Mien;
const { width, height, still } = frames;
const recognizer = await Recognizer.load();
const inputs = new InputFile(frames.file, width * height * 3);
await takeTurns(
  (index) => createFrame("rgb24", width, height, inputs.read(index), { still }),
  async (frame) => (await recognizer.recognize(frame)).faces.map((face) => face.emotion),
);
