import assert from "node:assert/strict";
import { spawnCli } from "../support/cli.ts";
import { fixture } from "../support/ffmpeg.ts";
import { Sampler, type Soak } from "./samples.ts";

/** How long the camera stays connected each time, in seconds. */
const connectedS = 3;

/**
 * Watches what stands in for a camera, which goes away again and again.
 *
 * @param reconnects How often it comes back.
 */
export async function soakCamera(reconnects: number): Promise<Soak> {
  const input = `-re -t ${connectedS} -i ${fixture("webcam.mp4")}`;
  const child = spawnCli(["--input-args", input, "--reconnect", "-f", "ndjson"], ["-A"]);
  await child.stdin.close();
  let records = 0, opened = 0;
  using sampler = new Sampler(child.pid, () => records);
  const read = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      records += text.split("\n").length - 1;
    }
  })();
  const told = (async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      opened += text.split("opening it again").length - 1;
      if (opened > reconnects) child.kill("SIGINT");
    }
  })();
  await Promise.all([read, told]);
  assert.equal((await child.status).code, 130);
  const notes = { reconnections: opened - 1 };
  return { name: "Camera", unit: "records", samples: sampler.samples, notes };
}
