import { InputError, OptionError } from "../../../src/errors.ts";
import { openLiveInput } from "../../../src/source/live/open_live_input.ts";
import { ffmpegTest, fixture } from "../../support/ffmpeg.ts";
import { childrenOf } from "../../support/processes.ts";
import { drain } from "../../support/streams.ts";
import assert from "node:assert/strict";

const looping = ["-re", "-stream_loop", "-1", "-i", fixture("webcam.mp4")];

/** Blocks this thread, as a network does, but leaves the processor to others. */
function compute(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

ffmpegTest(
  "openLiveInput() stays live while the consumer computes for 200 ms per frame",
  async () => {
    const source = openLiveInput(looping);
    let taken = 0, before = -1, beforeMs = -1;
    for await (const frame of source) {
      const started = performance.now();
      compute(200);
      const ended = performance.now(), latency = ended - frame.capturedAt!;
      // A busy machine may take longer to go on than it was asked to wait.
      assert.ok(latency < 300 + ended - started, `${latency} ms`);
      assert.equal(source.received, ++taken);
      assert.equal(source.received + source.dropped, frame.index + 1);
      assert.ok(frame.index > before && frame.time * 1000 > beforeMs);
      [before, beforeMs] = [frame.index, frame.time * 1000];
      // ffmpeg plays 25 a second: what arrives keeps to it, although this thread is never free.
      if (frame.time > 4) {
        assert.ok(Math.abs(frame.index / frame.time - 25) < 5, `${frame.index} in ${frame.time} s`);
        break;
      }
    }
    assert.ok(source.dropped > 60, String(source.dropped));
    assert.deepEqual(await childrenOf(Deno.pid), []);
  },
);

ffmpegTest("openLiveInput() yields each frame of a file once and then ends", async () => {
  const source = openLiveInput(["-re", "-t", "2", "-i", fixture("webcam.mp4")]);
  const { items, error } = await drain(source);
  assert.equal(error, undefined);
  assert.equal(items.at(-1)!.index, 49);
  assert.equal(source.received + source.dropped, 50);
  assert.equal(items[0]!.source, fixture("webcam.mp4"));
  assert.deepEqual([items[0]!.width, items[0]!.height, items[0]!.still], [400, 300, false]);
});

ffmpegTest("openLiveInput() notices a stopped source and leaves no process behind", async () => {
  const source = openLiveInput(looping, { stallMs: 500 });
  const { error } = await drain(async function* () {
    for await (const frame of source) {
      yield frame;
      if (frame.index === 3) Deno.kill((await childrenOf(Deno.pid))[0]!, "SIGSTOP");
    }
  }());
  assert.ok(error instanceof InputError && error.code === "source-stalled", String(error));
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

ffmpegTest("openLiveInput() continues after ffmpeg was killed", async () => {
  const reasons: string[] = [];
  const source = openLiveInput(looping, {
    reconnect: true,
    onReconnect: ({ reason }) => reasons.push(reason),
  });
  let last = -1, afterwards = 0;
  for await (const { index } of source) {
    assert.ok(index > last);
    last = index;
    if (index === 3) Deno.kill((await childrenOf(Deno.pid))[0]!, "SIGKILL");
    if (reasons.length > 0 && ++afterwards > 5) break;
  }
  assert.equal(reasons.length, 1);
  assert.match(reasons[0]!, /ffmpeg was ended by SIGKILL after \d+ frames/);
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

ffmpegTest("openLiveInput() names the input that ended, without the password", async () => {
  const pictures = await Deno.readFile(fixture("webcam.mjpeg"));
  await using server = Deno.serve({ port: 0, onListen: () => {} }, () => new Response(pictures));
  const place = `127.0.0.1:${server.addr.port}/x`;
  const stop = new AbortController();
  const reasons: string[] = [];
  const onReconnect = ({ reason }: { reason: string }): void => {
    reasons.push(reason);
    stop.abort();
  };
  const input = ["-f", "mjpeg", "-i", `http://me:secret@${place}`];
  await drain(openLiveInput(input, { reconnect: true, onReconnect, signal: stop.signal }));
  assert.deepEqual(reasons, [`http://${place} ended`]);
});

ffmpegTest("openLiveInput() leaves no process behind when the signal fires", async () => {
  const stop = new AbortController();
  const source = openLiveInput(looping, { signal: stop.signal });
  await assert.rejects(async () => {
    for await (const { index } of source) if (index === 3) setTimeout(() => stop.abort(), 50);
  }, (error) => error === stop.signal.reason);
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

ffmpegTest("openLiveInput() reports ffmpeg's reason without the password", async () => {
  const input = ["-i", "http://me:secret@127.0.0.1:9/x"];
  const { error } = await drain(openLiveInput(input));
  assert.ok(error instanceof InputError && error.code === "ffmpeg-failed");
  assert.match(error.message, /^Cannot read http:\/\/127.0.0.1:9\/x: .*refused/);
  assert.doesNotMatch(error.message, /secret/);
});

Deno.test("openLiveInput() requires -i with a value", () => {
  for (const list of [[], ["-re"], ["-re", "-i"], ["clip.mp4"]]) {
    assert.throws(() => openLiveInput(list), OptionError, list.join());
  }
  assert.throws(() => openLiveInput(["-i", "x"], { stallMs: 0 }), OptionError);
});
