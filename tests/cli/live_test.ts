import assert from "node:assert/strict";
import { spawnCli } from "../support/cli.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { probe } from "../support/probe.ts";
import { childrenOf } from "../support/processes.ts";

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
        // As a terminal does: to all processes of the group.
        Deno.kill(-cli.pid, "SIGINT");
      }
    }
    assert.equal((await cli.status).code, 130, await errors);
    const known = /^mien: Face 1: neutral face \d+% known\n/;
    const said = (await errors).replace(known, "");
    assert.match(said, /^\S+webcam\.mp4: \d+ frames of 0:\d\d, .* dropped, latency/);
    const records = text.trim().split("\n").map((line) => JSON.parse(line));
    for (const { latencyMs, dropped } of records) assert(latencyMs >= 0 && dropped >= 0);
    assert.equal(records.at(-1).faces[0].id, 1);
    assert.equal(children.length, 2, "one ffmpeg reads, one writes");
    for (const child of children) assert.throws(() => Deno.kill(child, "SIGCONT"));
    await ffmpeg(["-xerror", "-i", output, "-f", "null", "-"]);
    const { frames, rate, durationS, width, height } = await probe(output);
    assert.deepEqual([rate, width, height], ["30/1", 400, 300]);
    assert(Math.abs(durationS - frames / 30) < 0.05, `${frames} frames in ${durationS} s`);
    const lengthS = records.at(-1).time - records[0].time;
    assert(Math.abs(durationS - lengthS) < 0.2, `${durationS} s of ${lengthS} s`);
    await Deno.remove(output);
  },
);
