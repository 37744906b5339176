import assert from "node:assert/strict";
import { spawnCli } from "../support/cli.ts";
import { fixture, hasFfmpeg } from "../support/ffmpeg.ts";
import { Mosquitto, mosquittoTest } from "../support/mosquitto.ts";
import { listen, until } from "../support/mqtt_listener.ts";

mosquittoTest(
  "cli.ts continues without its broker, and publishes again when it is back",
  async () => {
    assert(hasFfmpeg, "install ffmpeg");
    await using broker = await Mosquitto.start();
    const url = `mqtt://127.0.0.1:${broker.port}/home/door`;
    const camera = `-re -stream_loop -1 -i ${fixture("webcam.mp4")}`;
    const cli = spawnCli(["-f", "ndjson", "--input-args", camera, "--mqtt", url], ["-A"]);
    await cli.stdin.close();
    let printed = "", said = "";
    const read = async (stream: ReadableStream<Uint8Array>, take: (text: string) => void) => {
      for await (const text of stream.pipeThrough(new TextDecoderStream())) take(text);
    };
    const reading = Promise.all([
      read(cli.stdout, (text) => printed += text),
      read(cli.stderr, (text) => said += text),
    ]);
    const lines = (): string[] => printed.split("\n").slice(0, -1);
    let published: string[];
    {
      await using listener = await listen(broker.port);
      await until(() => listener.of("home/door").length >= 10);
      published = listener.of("home/door");
    }
    assert(published.every((payload) => lines().includes(payload)), "what is printed");

    await broker.stop();
    await until(() => said.includes("Cannot publish"));
    const before = lines().length;
    await until(() => lines().length >= before + 20);
    assert.match(said, new RegExp(`^mien: Cannot publish to ${url}: .*, trying again$`, "m"));

    await broker.start();
    await using listener = await listen(broker.port);
    await until(() => listener.of("home/door").length >= 10);
    const [, leftOut] = new RegExp(
      `^mien: Publishing to ${url} again: (\\d+) records were left out$`,
      "m",
    )
      .exec(said)!;
    assert(Number(leftOut) >= 20, leftOut);
    cli.kill("SIGINT");
    await reading;
    assert.equal((await cli.status).code, 130, said);
    await until(() => listener.of("home/door/status").includes("offline"));
    const frames = lines().map((line) => JSON.parse(line).frame);
    assert(frames.every((frame, i) => i === 0 || frame > frames[i - 1]));
    const resumed = JSON.parse(listener.of("home/door")[0]!).frame;
    assert(resumed > JSON.parse(published.at(-1)!).frame + 20);
  },
);
