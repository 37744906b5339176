import { convertToOnnx } from "./onnx/convert.ts";
import type { FramesJob } from "./runners/frames_job.ts";
import type { NetworkJob } from "./runners/network_job.ts";

/** The inputs that all contenders are measured on. */
export interface Materials {
  /** A folder for temporary files. */
  folder: string;
  /** The bundled clip as YUV4MPEG2. */
  y4m: string;
  /** Five frames per second of the clip, 400x300, each with one face. */
  clip: FramesJob;
  /** A picture of 512x512. */
  picture: FramesJob;
  networks: NetworkJob[];
}

const fixtures = new URL("../fixtures/", import.meta.url);

/**
 * Decodes the bundled clip and picture, and writes the networks as ONNX.
 *
 * @param folder The destination.
 * @param clipSeconds How much of the clip to use for the whole command.
 */
export async function makeMaterials(folder: string, clipSeconds: number): Promise<Materials> {
  const clip = new URL("webcam.mp4", fixtures), picture = new URL("astronaut.png", fixtures);
  const decode = async (input: URL, name: string, ...args: string[]) => {
    await ffmpeg(["-i", input.pathname, ...args, `${folder}/${name}`]);
    return `${folder}/${name}`;
  };
  const raw = (format: string) => ["-pix_fmt", format, "-f", "rawvideo"];
  const network = async (name: string, filter: string, format: string): Promise<NetworkJob> => {
    const model = new URL(`../models/${name}/`, import.meta.url);
    const { input } = JSON.parse(await Deno.readTextFile(new URL("card.json", model)));
    const onnx = `${folder}/${name}.onnx`;
    await Deno.writeFile(onnx, await convertToOnnx(model));
    const inputs = await decode(clip, `${name}.raw`, "-vf", `fps=5,${filter}`, ...raw(format));
    return { name, folder: model.href, onnx, inputs, ...input };
  };
  return {
    folder,
    y4m: await decode(clip, "clip.y4m", "-t", String(clipSeconds), "-pix_fmt", "yuv420p"),
    clip: {
      file: await decode(clip, "clip.rgb", "-vf", "fps=5", ...raw("rgb24")),
      width: 400,
      height: 300,
      still: false,
    },
    picture: {
      file: await decode(picture, "picture.rgb", ...raw("rgb24")),
      width: 512,
      height: 512,
      still: true,
    },
    networks: [
      await network("five", "crop=160:160:126:105,scale=48:48", "gray"),
      await network("blazeface", "scale=128:96,pad=128:128:0:16", "rgb24"),
      await network("blazeface-full", "scale=192:144,pad=192:192:0:24", "rgb24"),
    ],
  };
}

/** Runs ffmpeg. */
export async function ffmpeg(args: string[]): Promise<void> {
  const all = ["-nostdin", "-loglevel", "error", "-y", ...args];
  const { success, stderr } = await new Deno.Command("ffmpeg", { args: all, stdout: "null" })
    .output();
  if (!success) throw new Error(`ffmpeg failed: ${new TextDecoder().decode(stderr)}`);
}
