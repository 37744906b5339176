import assert from "node:assert/strict";
import { defaultLimits, type Limits } from "../../src/http/limits.ts";
import { Metrics } from "../../src/http/metrics.ts";
import { streamOptions } from "../../src/http/predict_options.ts";
import { Slots } from "../../src/http/slots.ts";
import { openSocket } from "../../src/http/open_socket.ts";
import { toProblem } from "../../src/http/to_problem.ts";
import { ThreadRecognizer } from "../../src/parallel/thread_recognizer.ts";
import { Turns } from "../../src/parallel/turns.ts";
import { Recognizer } from "../../src/recognizer.ts";
import type { FrameResult } from "../../src/result.ts";
import { type FrameRecognizer, recognizeFrames } from "../../src/pipeline.ts";
import type { Frame } from "../../src/image/frame.ts";
import { decodeImage } from "../../src/image/decode_image.ts";
import { openInput } from "../../src/source/open_input.ts";
import { fixture } from "../support/ffmpeg.ts";
import { openRawStream } from "../support/service.ts";

/** A service with only the stream, which tests can inspect and block. */
class StreamService implements AsyncDisposable {
  readonly metrics = new Metrics();
  readonly errors: unknown[] = [];
  readonly turns = new Turns();
  readonly stop = new AbortController();
  readonly slots = new Slots(8);
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(recognizer: Recognizer, limits: Partial<Limits> = {}, idleMs?: number) {
    const { turns, metrics, stop: { signal } } = this;
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
      return openSocket(request, {
        options: streamOptions(new URL(request.url).searchParams, ["five"], "five"),
        observer: () => Promise.resolve(new ThreadRecognizer(recognizer, turns)),
        limits: { ...defaultLimits, ...limits },
        signal,
        metrics,
        problemOf: (error) => {
          this.errors.push(error);
          return toProblem(error);
        },
        slot: this.slots.take()!,
      }, idleMs);
    });
  }

  get port(): number {
    return this.#server.addr.port;
  }

  async connect(query = ""): Promise<Client> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/stream${query}`);
    const client = new Client(socket);
    await new Promise((resolve) => socket.onopen = resolve);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop.abort(new Error("The test is over"));
    await this.#server.shutdown();
    await this.slots.empty();
  }
}

/** What a client receives. */
class Client implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly messages: FrameResult[] = [];
  #wake = (): void => {};

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) =>
      socket.onclose = ({ code, reason }) => resolve({ code, reason })
    );
    socket.onmessage = ({ data }) => {
      this.messages.push(JSON.parse(data));
      this.#wake();
    };
  }

  /** Waits for a number of messages. */
  async hear(count: number): Promise<FrameResult[]> {
    while (this.messages.length < count) await new Promise<void>((wake) => this.#wake = wake);
    return this.messages;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}

const picture = await Deno.readFile(fixture("astronaut.png"));

/** A recognizer for all tests of the file. */
async function withRecognizer(run: (recognizer: Recognizer) => Promise<void>): Promise<void> {
  using recognizer = await Recognizer.load();
  await run(recognizer);
}

Deno.test("openSocket()", (t) =>
  withRecognizer(async (recognizer) => {
    await t.step("returns the records of a video, numbered and smoothed", async () => {
      await using service = new StreamService(recognizer);
      await using client = await service.connect("?max_faces=1&baseline=off");
      const frames = await Array.fromAsync(openInput(fixture("webcam.mjpeg"), { to: 0.2 }));
      const received: FrameResult[] = [], sent: Frame[] = [];
      for (const [index, jpeg] of (await readJpegs(frames.length)).entries()) {
        client.socket.send(jpeg);
        const { latencyMs, ...record } = (await client.hear(index + 1)).at(-1)!;
        assert.ok(latencyMs! >= 0 && latencyMs! < 60_000);
        received.push(record);
        const frame = await decodeImage(jpeg, { still: false, source: "-", index });
        sent.push({ ...frame, time: record.time });
      }
      const { card, detect } = recognizer;
      const one: FrameRecognizer = {
        card,
        detect,
        recognize: (frame, options) => recognizer.recognize(frame, { ...options, maxFaces: 1 }),
      };
      const expected: FrameResult[] = [];
      for await (
        const { record } of recognizeFrames(one, ReadableStream.from(sent), { baseline: "off" })
      ) {
        expected.push({ ...record, dropped: 0 });
      }
      assert.deepEqual(received, expected);
      assert.equal(client.messages[0]!.faces[0]!.id, undefined);
      assert.ok(client.messages.some(({ faces }) => faces[0]!.id === 1));
      assert.ok(client.messages[1]!.time > 0);
    });

    await t.step("reads pictures whose samples are their own bytes", async () => {
      await using service = new StreamService(recognizer);
      await using client = await service.connect();
      const ppm = new Blob(["P6 64 48 255\n", new Uint8Array(64 * 48 * 3)]);
      for (let i = 1; i <= 3; i++) {
        client.socket.send(ppm);
        assert.equal((await client.hear(i)).at(-1)!.width, 64);
      }
    });

    await t.step("reads faces against their first moments, or what it learns", async () => {
      await using service = new StreamService(recognizer);
      const jpegs = await readJpegs(4);
      for (const [baseline, name] of [["1ms", "0.001s"], ["auto", "auto"]]) {
        await using client = await service.connect(`?max_faces=1&baseline=${baseline}`);
        for (const [i, jpeg] of jpegs.entries()) {
          client.socket.send(jpeg);
          await client.hear(i + 1);
        }
        assert.ok(client.messages.every((record) => record.baseline === name));
        const { probabilities, adjusted, baselineConfidence } = client.messages[0]!.faces[0]!;
        assert.deepEqual([adjusted, baselineConfidence], [undefined, 0]);
        assert.ok(probabilities.neutral! > 0);
        if (baseline === "auto") continue;
        const last = client.messages.at(-1)!.faces[0]!;
        assert.equal(last.baselineConfidence, 1);
        assert.notDeepEqual(last.adjusted, last.probabilities);
      }
    });

    await t.step("follows the faces of each connection separately", async () => {
      await using service = new StreamService(recognizer);
      await using first = await service.connect();
      await using second = await service.connect();
      for (let i = 1; first.messages.at(-1)?.faces[0]?.id !== 1; i++) {
        first.socket.send(picture);
        await first.hear(i);
      }
      second.socket.send(picture);
      await second.hear(1);
      assert.equal(second.messages[0]!.faces[0]!.id, undefined);
    });

    await t.step("answers the newest waiting picture and counts the others", async () => {
      await using service = new StreamService(recognizer);
      await using client = await service.connect();
      const turn = await service.turns.take();
      for (let i = 0; i < 5; i++) client.socket.send(picture);
      for (let tries = 500; !service.metrics.toText().includes(`{outcome="dropped"} 3`); tries--) {
        assert.ok(tries > 0, service.metrics.toText());
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      turn[Symbol.dispose]();
      const messages = await client.hear(2);
      assert.deepEqual(messages.map(({ frame }) => frame), [0, 4]);
      assert.deepEqual(messages.map(({ dropped }) => dropped), [3, 3]);
    });

    await t.step("answers anything but a picture with a problem and continues", async () => {
      await using service = new StreamService(recognizer);
      await using client = await service.connect();
      const bad = [new Uint8Array(), new TextEncoder().encode("hello"), picture.subarray(0, 9000)];
      for (const [i, bytes] of bad.entries()) {
        client.socket.send(bytes);
        // deno-lint-ignore no-explicit-any
        const problem = (await client.hear(i + 1)).at(-1) as any;
        assert.match(problem.type, /^urn:mien:problem:/);
        assert.ok(problem.status >= 400 && problem.status < 500, `${problem.status}`);
        assert.match(problem.detail, /^Cannot /);
      }
      client.socket.send(picture);
      assert.equal((await client.hear(4)).at(-1)!.faces[0]!.emotion, "happy");
      assert.match(service.metrics.toText(), /\{outcome="refused"\} 3/);
    });

    await t.step("refuses pictures of too many pixels", async () => {
      await using service = new StreamService(recognizer, { maxPixels: 100_000 });
      await using client = await service.connect();
      client.socket.send(picture);
      // deno-lint-ignore no-explicit-any
      const [problem] = await client.hear(1) as any[];
      assert.equal(problem.type, "urn:mien:problem:picture-too-large");
      assert.equal(problem.status, 413);
    });

    await t.step("closes with 1003 on a text message", async () => {
      await using service = new StreamService(recognizer);
      await using client = await service.connect();
      client.socket.send("hello");
      assert.deepEqual(await client.closed, {
        code: 1003,
        reason: "A picture must be a binary message",
      });
    });

    await t.step("closes with 1009 on too large a message", async () => {
      await using service = new StreamService(recognizer, { maxBodyBytes: 1000 });
      await using client = await service.connect();
      client.socket.send(new Uint8Array(1001));
      const { code, reason } = await client.closed;
      assert.equal(code, 1009);
      assert.equal(reason, "A picture has more than 1000 bytes");
    });

    await t.step("closes with 4408 when no picture comes", async () => {
      await using service = new StreamService(recognizer, {}, 200);
      await using client = await service.connect();
      const { code, reason } = await client.closed;
      assert.equal(code, 4408);
      assert.equal(reason, "No picture came for 0.2 s");
    });

    await t.step("closes with 1001 and the reason when the service stops", async () => {
      await using service = new StreamService(recognizer);
      await using client = await service.connect();
      client.socket.send(picture);
      await client.hear(1);
      service.stop.abort(new Error("A new version comes"));
      assert.deepEqual(await client.closed, { code: 1001, reason: "A new version comes" });
    });

    await t.step("shortens a reason to fit a close frame", async () => {
      await using service = new StreamService(recognizer);
      await using client = await service.connect();
      service.stop.abort(new Error("サ".repeat(49)));
      assert.deepEqual(await client.closed, { code: 1001, reason: "サ".repeat(41) });
    });

    await t.step("does not treat leftovers of a client as errors", async () => {
      await using service = new StreamService(recognizer);
      const turn = await service.turns.take();
      {
        await using client = await service.connect();
        client.socket.send(picture);
        while (service.turns.waiting === 0) await new Promise((wake) => setTimeout(wake, 5));
      }
      await service.slots.empty();
      turn[Symbol.dispose]();
      assert.deepEqual(service.errors, []);
      assert.doesNotMatch(service.metrics.toText(), /refused/);
    });

    await t.step("bears a burst: each picture is answered or dropped", async () => {
      await using service = new StreamService(recognizer);
      await using client = await service.connect();
      for (let i = 0; i < 5000; i++) client.socket.send(new Uint8Array());
      client.socket.send(picture);
      await client.hear(1);
      while (!("dropped" in client.messages.at(-1)!)) await client.hear(client.messages.length + 1);
      const { frame, dropped } = client.messages.at(-1)!;
      assert.equal(frame, 5000);
      assert.equal(client.messages.length + dropped!, 5001);
    });

    await t.step("closes a flood", async () => {
      await using service = new StreamService(recognizer, { maxBodyBytes: 10_000 });
      const socket = new WebSocket(`ws://127.0.0.1:${service.port}/stream`);
      await new Promise((resolve) => socket.onopen = resolve);
      const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
      for (let i = 0; i < 5; i++) socket.send(new Uint8Array(9_000));
      assert.equal((await closed).code, 1008);
    });

    await t.step("frees the slot when the client disconnects", async () => {
      await using service = new StreamService(recognizer);
      {
        await using client = await service.connect();
        client.socket.send(picture);
      }
      const raw = await openRawStream(service.port);
      raw.close();
      await service.slots.empty();
      using _turn = await service.turns.take();
    });

    await t.step("frees the slot even if the client does not close its side", async () => {
      await using service = new StreamService(recognizer);
      using raw = await openRawStream(service.port);
      service.stop.abort(new Error("The end"));
      const frame = new Uint8Array(100);
      await raw.read(frame);
      assert.deepEqual([...frame.subarray(0, 4)], [0x88, 9, 1001 >> 8, 1001 & 255]);
      await service.slots.empty();
    });
  }));

/** The first pictures of the bundled clip, unchanged. */
async function readJpegs(count: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const bytes = await Deno.readFile(fixture("webcam.mjpeg"));
  const jpegs: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; jpegs.length < count;) {
    let end = start + 2;
    while (!(bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9)) end++;
    jpegs.push(bytes.slice(start, end));
    start = end;
  }
  return jpegs;
}
