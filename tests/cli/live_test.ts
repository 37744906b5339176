import assert from "node:assert/strict";
import { ffmpegTest, fixture } from "../helpers/ffmpeg.ts";
import { childrenOf } from "../helpers/processes.ts";
import { spawnCli } from "../helpers/cli.ts";

ffmpegTest(
  "cli.ts finishes the annotated video of a live source on Ctrl-C, and leaves no process",
  async () => {
    const output = await Deno.makeTempFile({ suffix: ".mp4" });
    const input = `-re -stream_loop -1 -i ${fixture("webcam.mp4")}`;
    const cli = spawnCli(["-f", "ndjson", "--input-args", input, "-o", output], ["-A"]);
    await cli.stdin.close();
    const errors = new Response(cli.stderr).text();
    let text = "", children: number[] = [];
    for await (const part of cli.stdout.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (children.length === 0 && text.split("\n").length > 30) {
        children = await childrenOf(cli.pid);
        cli.kill("SIGINT");
      }
    }
    assert.equal((await cli.status).code, 130, await errors);
    assert.match(await errors, /frames/);
    const records = text.trim().split("\n").map((line) => JSON.parse(line));
    for (const { latency, dropped } of records) assert(latency >= 0 && dropped >= 0);
    assert(records.at(-1).faces[0].id === 1);
    assert(children.length > 0, "ffmpeg runs");
    for (const child of children) assert.throws(() => Deno.kill(child, "SIGCONT"));
    const probe = await new Deno.Command("ffprobe", {
      args: ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", output],
    }).output();
    assert(Number(new TextDecoder().decode(probe.stdout)) > 0.5, "a playable file");
    await Deno.remove(output);
  },
);
