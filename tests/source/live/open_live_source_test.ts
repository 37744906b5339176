import { EnvironmentError, InputError } from "../../../src/errors.ts";
import { createFrame, type Frame } from "../../../src/image/frame.ts";
import type { Reconnection } from "../../../src/source/live/live_frames.ts";
import { openLiveSource } from "../../../src/source/live/open_live_source.ts";
import { drain } from "../../support/streams.ts";
import assert from "node:assert/strict";

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function* camera(count: number, everyMs: number): AsyncGenerator<Frame> {
  for (let i = 0; i < count; i++) {
    yield createFrame("gray", 1, 1, new Uint8Array([i]));
    await sleep(everyMs);
  }
}

/** Waits for the signal, as a camera that sends nothing does. */
// deno-lint-ignore require-yield
async function* silent(signal: AbortSignal, onClose = () => {}): AsyncGenerator<Frame> {
  try {
    signal.throwIfAborted();
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  } finally {
    onClose();
  }
}

Deno.test("openLiveSource() yields the newest frame and counts the others", async () => {
  let newest = -1;
  const source = openLiveSource(async function* () {
    for await (const frame of camera(40, 10)) {
      newest = frame.data[0]!;
      yield frame;
    }
  });
  const seen: number[] = [];
  for await (const frame of source) {
    assert.ok(frame.index >= newest - 1, `frame ${frame.index} though ${newest} had come`);
    assert.equal(frame.index, frame.data[0]);
    seen.push(frame.index);
    assert.equal(frame.index, source.received + source.dropped - 1);
    await sleep(50);
  }
  assert.equal(seen.at(-1), 39);
  assert.equal(source.received, seen.length);
  assert.equal(source.received + source.dropped, 40);
  assert.ok(seen.length < 30);
});

Deno.test("openLiveSource() drops nothing for a fast consumer", async () => {
  const source = openLiveSource(() => camera(10, 10));
  const { items } = await drain(source);
  assert.deepEqual(items.map((frame) => frame.index), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(source.dropped, 0);
  assert.ok(items[9]!.time > items[1]!.time && items[0]!.time === 0);
});

Deno.test("openLiveSource() throws an error after the last frame", async () => {
  const { items, error } = await drain(
    openLiveSource(async function* () {
      yield* camera(1, 0);
      throw new InputError("ffmpeg-failed", "Cannot read x: gone");
    }),
  );
  assert.equal(items.length, 1);
  assert.match(String(error), /gone/);
});

Deno.test("openLiveSource() reports a stall, before the first frame and later", async () => {
  for (const frames of [0, 2]) {
    let closed = false;
    const open = async function* (signal: AbortSignal) {
      yield* camera(frames, 1);
      yield* silent(signal, () => closed = true);
    };
    const { error } = await drain(openLiveSource(open, { stallMs: 150, source: "cam" }));
    assert.ok(error instanceof InputError && error.code === "source-stalled");
    assert.equal(
      error.message,
      "Cannot read cam: no frame came for 0.15 s",
    );
    assert.ok(closed);
  }
});

Deno.test("openLiveSource() gives up on a source that does not close", async () => {
  const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
  const { error } = await drain(openLiveSource(() => never, { stallMs: 50 }));
  assert.ok(error instanceof InputError && error.code === "source-stalled");
});

Deno.test("openLiveSource() opens the source again after an end, an error and a stall", async () => {
  const stop = new AbortController();
  const noted: Reconnection[] = [];
  let opened = 0;
  const source = openLiveSource(
    async function* (signal) {
      const turn = opened++;
      yield* camera(2, 5);
      if (turn === 1) throw new InputError("camera-busy", "Cannot open it");
      if (turn >= 2) yield* silent(signal);
    },
    {
      source: "cam",
      reconnect: true,
      stallMs: 100,
      signal: stop.signal,
      onReconnect: (reconnection) => noted.push(reconnection),
    },
  );
  const frames: Frame[] = [];
  await assert.rejects(async () => {
    for await (const frame of source) {
      frames.push(frame);
      if (frames.length === 8) stop.abort();
    }
  }, { name: "AbortError" });
  assert.equal(opened, 4);
  assert.deepEqual(frames.map((frame) => frame.index), [0, 1, 2, 3, 4, 5, 6, 7]);
  for (const [i, { time }] of frames.entries()) assert.ok(i === 0 || time >= frames[i - 1]!.time);
  assert.deepEqual(noted.map(({ attempt, delayMs }) => [attempt, delayMs]), [
    [1, 500],
    [1, 500],
    [1, 500],
  ]);
  assert.match(noted.map(({ reason }) => reason).join(), /^cam ended,Cannot open it,.*0.1 s/);
});

Deno.test("openLiveSource() doubles the pause after each failed attempt", async () => {
  const stop = new AbortController();
  const delays: number[] = [];
  const source = openLiveSource(() => camera(0, 0), {
    reconnect: true,
    signal: stop.signal,
    onReconnect: ({ delayMs }) => {
      delays.push(delayMs);
      if (delays.length === 3) stop.abort();
    },
  });
  const { error } = await drain(source);
  assert.ok(error instanceof DOMException);
  assert.deepEqual(delays, [500, 1000, 2000]);
});

Deno.test("openLiveSource() does not retry after permanent errors", async () => {
  const open = () => {
    throw new EnvironmentError("ffmpeg-missing", "Cannot read x: ffmpeg is not installed");
  };
  const { error } = await drain(openLiveSource(open, { reconnect: true }));
  assert.ok(error instanceof EnvironmentError);
});

Deno.test("openLiveSource() closes the source when the consumer stops or the signal fires", async () => {
  for (const how of ["break", "abort"]) {
    let closed = false;
    const stop = new AbortController();
    const open = async function* (signal: AbortSignal) {
      yield* camera(2, 1);
      yield* silent(signal, () => closed = true);
    };
    try {
      for await (const { index } of openLiveSource(open, { signal: stop.signal })) {
        if (index === 1 && how === "break") break;
        if (index === 1) setTimeout(() => stop.abort(), 20);
      }
      assert.equal(how, "break");
    } catch (error) {
      assert.ok(how === "abort" && error === stop.signal.reason);
    }
    assert.ok(closed, how);
  }
});

Deno.test("openLiveSource() opens nothing when the signal has fired already", async () => {
  const { error } = await drain(
    openLiveSource(() => assert.fail(), { signal: AbortSignal.abort() }),
  );
  assert.ok(error instanceof DOMException && error.name === "AbortError");
});

Deno.test("openLiveSource() refuses a stall time beyond a timer's range", () => {
  for (const stallMs of [0, -1, NaN, Infinity, 2 ** 31]) {
    assert.throws(() => openLiveSource(() => camera(0, 0), { stallMs }), /Cannot wait/);
  }
});
