import type { FramesJob } from "./runners/frames_job.ts";
import type { NetworkJob } from "./runners/network_job.ts";
import { type Command, denoProgram } from "./runner.ts";

const folder = new URL("peers/", import.meta.url);
const five = new URL("../models/five/", import.meta.url);

/** The peers, ready to run. */
export interface Peers extends AsyncDisposable {
  onnx(name: "onnxruntime-web" | "onnxruntime-node", network: NetworkJob): Command;
  human(frames: FramesJob): Command;
  faceApi(frames: FramesJob): Command;
  paper(frames: FramesJob): Command;
}

/** Shown in a row if Python lacks the packages for the paper's method. */
export const paperHint =
  "pip install -r bench/peers/requirements.txt; PYTHON may name the Python to run";

/** Installs the npm packages of `peers/deno.json` and serves human's models on this machine. */
export async function startPeers(): Promise<Peers> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--quiet", "--frozen"],
    cwd: folder,
  }).output();
  if (!success) throw new Error(`Cannot install peers: ${new TextDecoder().decode(stderr)}`);
  const packageFolder = new URL("node_modules/@vladmandic/human/", folder);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname;
    return new Response(await Deno.readFile(new URL(`.${path}`, packageFolder)));
  });
  const models = `http://127.0.0.1:${server.addr.port}/models/`;
  const { labels } = JSON.parse(await Deno.readTextFile(new URL("card.json", five)));
  const job = { model: five.pathname, labels };
  return {
    onnx: (name, network) => denoProgram(new URL("onnx.ts", folder), { package: name, network }),
    human: (frames) => denoProgram(new URL("human.ts", folder), { models, frames }),
    faceApi: (frames) => denoProgram(new URL("face_api.ts", folder), { frames }),
    paper: (frames) => ({
      program: Deno.env.get("PYTHON") ?? "python3",
      args: [new URL("paper.py", folder).pathname, JSON.stringify({ ...job, frames })],
    }),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
