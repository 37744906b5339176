import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Engine, Session } from "../src/engine/engine.ts";
import { startTfjs } from "../src/engine/tfjs/start_tfjs.ts";
import { ModelError } from "../src/errors.ts";
import { decodeImage } from "../src/image/decode_image.ts";
import { createFrame, type Frame } from "../src/image/frame.ts";
import type { Graph } from "../src/model/graph.ts";
import { productOf } from "../src/model/output_shape.ts";
import { openInput } from "../src/source/open_input.ts";
import { type FrameObserver, recognizeFrames } from "../src/pipeline.ts";
import { type RecognizeOptions, Recognizer } from "../src/recognizer.ts";
import type { FrameResult } from "../src/result.ts";
import { records, runCli } from "./support/cli.ts";
import { fixture } from "./support/ffmpeg.ts";
import { view } from "./support/view.ts";
import { runWithoutPermission } from "./support/without_permission.ts";

Deno.test("Recognizer.recognize() finds the face and names its emotion", async () => {
  using recognizer = await Recognizer.load();
  const frame = await decodeImage(await Deno.readFile(fixture("astronaut.png")));
  const { faces, width, height } = await recognizer.recognize(frame);
  assert.deepEqual([width, height], [512, 512]);
  const [face] = faces;
  assert.equal(faces.length, 1);
  assert.equal(face!.emotion, "happy");
  assert.equal(face!.confidence, face!.probabilities["happy"]);
  const sum = Object.values(face!.probabilities).reduce((a, b) => a + b);
  assert(Math.abs(sum - 1) < 0.001);
  assert.deepEqual(Object.keys(face!.probabilities), recognizer.labels);
});

Deno.test("Recognizer.recognize() sees oblong pixels as they are shown, and counts them", async () => {
  using recognizer = await Recognizer.load();
  const frame = await decodeImage(await Deno.readFile(fixture("astronaut.png")));
  const [expected] = (await recognizer.recognize(frame)).faces;
  for (const pixelAspect of [64 / 45, 1 / 2]) {
    const width = Math.round(512 / pixelAspect);
    const squeezed = view(frame, [512 / width, 0, 0, 0, 1, 0], width, 512, { pixelAspect });
    const { faces: [face], ...record } = await recognizer.recognize(squeezed);
    assert.equal(record.width, width);
    assert.equal(face!.emotion, "happy");
    assert.ok(Math.abs(face!.confidence - expected!.confidence) < 0.02, `${face!.confidence}`);
    assert.ok(Math.abs(face!.box.height - expected!.box.height) < 3);
    for (const key of ["x", "width"] as const) {
      assert.ok(Math.abs(face!.box[key] * pixelAspect - expected!.box[key]) < 3, key);
    }
    const off = face!.landmarks!.mouth[0] * pixelAspect - expected!.landmarks!.mouth[0];
    assert.ok(Math.abs(off) < 3, `${off}`);
  }
});

Deno.test("Recognizer.recognize() gives no face for a plain picture", async () => {
  using recognizer = await Recognizer.load();
  const frame = createFrame("gray", 64, 48, new Uint8Array(64 * 48).fill(128));
  assert.deepEqual((await recognizer.recognize(frame)).faces, []);
});

Deno.test("Recognizer.recognize() keeps to minScore and maxFaces", async () => {
  const frame = await decodeImage(await Deno.readFile(fixture("astronaut.png")));
  using strict = await Recognizer.load({ minScore: 0.999 });
  assert.deepEqual((await strict.recognize(frame)).faces, []);
  using none = await Recognizer.load({ maxFaces: 0 });
  assert.deepEqual((await none.recognize(frame)).faces, []);
});

Deno.test("Recognizer.recognize() lets one frame differ in minScore, maxFaces and cropOnly", async () => {
  const frame = await decodeImage(await Deno.readFile(fixture("astronaut.png")));
  using recognizer = await Recognizer.load({ minScore: 0.999 });
  using whole = await Recognizer.load({ cropOnly: true });
  assert.equal((await recognizer.recognize(frame, { minScore: 0.5 })).faces.length, 1);
  assert.equal((await recognizer.recognize(frame, { minScore: 0.5, maxFaces: 0 })).faces.length, 0);
  assert.deepEqual(
    await recognizer.recognize(frame, { cropOnly: true }),
    await whole.recognize(frame),
  );
  assert.equal((await recognizer.recognize(frame)).faces.length, 0);
});

Deno.test("recognizeFrames() stops when the signal says so", async () => {
  using recognizer = await Recognizer.load();
  const { signal, abort } = ((controller) => ({
    signal: controller.signal,
    abort: () => controller.abort(),
  }))(new AbortController());
  const frames = openInput(fixture("webcam.mjpeg"), { signal });
  let count = 0;
  await assert.rejects(async () => {
    for await (const _ of recognizeFrames(recognizer, frames, { signal })) {
      if (++count === 3) abort();
    }
  }, { name: "AbortError" });
  assert.equal(count, 3);
});

Deno.test("recognizeFrames() stops while it waits for a frame", async () => {
  using recognizer = await Recognizer.load();
  const controller = new AbortController(), waiting = new Promise<never>(() => {});
  const frames = async function* () {
    yield createFrame("gray", 8, 8, new Uint8Array(64));
    yield await waiting;
  };
  const results = recognizeFrames(recognizer, frames(), { signal: controller.signal });
  await results.next();
  const stopped = assert.rejects(() => results.next(), /no more/);
  controller.abort(new Error("no more"));
  await stopped;
});

Deno.test("recognizeFrames() hands on how long the steps took, and never asks for no frame at once", async () => {
  using recognizer = await Recognizer.load();
  const steps = [{ name: "detect", start: 0, end: 1 } as const];
  const observer: FrameObserver = {
    card: recognizer.card,
    width: 0,
    async observe(picture) {
      const frame = picture as Frame;
      return { frame, record: await recognizer.recognize(frame), steps };
    },
  };
  const frame = createFrame("gray", 8, 8, new Uint8Array(64));
  const results = await Array.fromAsync(recognizeFrames(observer, ReadableStream.from([frame])));
  assert.deepEqual(results.map((result) => result.steps), [steps]);
});

Deno.test("Recognizer frees its networks, and says so when it is asked again", async () => {
  const recognizer = await Recognizer.load();
  recognizer[Symbol.dispose]();
  const frame = createFrame("gray", 64, 64, new Uint8Array(64 * 64));
  await assert.rejects(() => recognizer.recognize(frame), {
    code: "engine-failed",
    message: "Cannot run network: it has been disposed",
  });
});

Deno.test("Recognizer.load() names the model that is missing", async () => {
  const why = {
    "nonesuch": "bundled are five, seven, nhs, nas",
    "./nonesuch/model": "no such file",
  };
  for (const [model, state] of Object.entries(why)) {
    await assert.rejects(() => Recognizer.load({ model }), (error) => {
      assert(error instanceof ModelError);
      assert.equal(error.code, "model-not-found");
      assert.match(error.message, new RegExp(`nonesuch.*${state}`));
      return true;
    });
  }
});

/** Runs no network: all outputs of a classifier are the same number, and no detector sees a face. */
class ToyEngine implements Engine {
  readonly name = "toy";
  /** Networks loaded and not disposed. */
  held = 0;
  /** Inputs that networks were run on. */
  runs = 0;

  // deno-lint-ignore require-await -- as the interface has it
  async load({ nodes, outputs }: Graph): Promise<Session> {
    const outputShapes = outputs.map((name) => nodes.find((node) => node.name === name)!.shape);
    this.held++;
    return {
      inputShape: nodes[0]!.shape,
      outputShapes,
      run: (_, batch = 1) => {
        this.runs += batch;
        const value = outputShapes.length > 1 ? -5 : 0.2;
        return Promise.resolve(
          outputShapes.map((shape) => new Float32Array(batch * productOf(shape)).fill(value)),
        );
      },
      [Symbol.dispose]: () => void this.held--,
    };
  }
}

Deno.test("Recognizer.load() runs the networks on the engine that it is given", async () => {
  const engine = new ToyEngine();
  const frame = createFrame("gray", 48, 48, new Uint8Array(48 * 48));
  {
    using recognizer = await Recognizer.load({ engine });
    assert.equal(engine.held, 3);
    const { faces: [face] } = await recognizer.recognize(frame, { cropOnly: true });
    assert.deepEqual(face!.probabilities, {
      angry: 0.2,
      happy: 0.2,
      neutral: 0.2,
      sad: 0.2,
      surprise: 0.2,
    });
    assert.equal(engine.runs, 1);
    assert.deepEqual((await recognizer.recognize(frame)).faces, []);
    assert.equal(engine.runs, 3);
  }
  assert.equal(engine.held, 0);
});

Deno.test("Recognizer.load() loads its three networks at the same time", async () => {
  const all = Promise.withResolvers<void>();
  let begun = 0;
  const engine = new class extends ToyEngine {
    override async load(graph: Graph): Promise<Session> {
      if (++begun === 3) all.resolve();
      await all.promise;
      return await super.load(graph);
    }
  }();
  using recognizer = await Recognizer.load({ engine });
  assert.equal(recognizer.labels.length, 5);
  assert.equal(engine.held, 3);
});

for (const [what, inputSize] of [["detector", 128], ["classifier", 48]] as const) {
  Deno.test(`Recognizer.load() leaves nothing behind when the ${what} cannot be loaded`, async () => {
    const engine = new class extends ToyEngine {
      override async load(graph: Graph): Promise<Session> {
        if (graph.nodes[0]!.shape[0] === inputSize) throw new Error(`no ${what}`);
        return await super.load(graph);
      }
    }();
    await assert.rejects(() => Recognizer.load({ engine }), { message: `no ${what}` });
    assert.equal(engine.held, 0);
  });
}

Deno.test("Recognizer.load() frees its tensors when a network does not fit its card", async () => {
  const tfjs = await startTfjs();
  const before = tfjs.memory();
  const shape = [1, 1, 3];
  for (const inputSize of [128, 48]) {
    const engine: Engine = {
      name: "another shape",
      async load(graph, weights) {
        const session = await tfjs.load(graph, weights);
        return session.inputShape[0] === inputSize ? { ...session, inputShape: shape } : session;
      },
    };
    await assert.rejects(() => Recognizer.load({ engine }), { code: "model-invalid" });
    assert.deepEqual(tfjs.memory(), before);
  }
});

Deno.test("Recognizer.load() reads a model from the web", async () => {
  const root = new URL("../models/five/", import.meta.url);
  await using server = Deno.serve(
    { port: 0, onListen: () => {} },
    ({ url }) =>
      Deno.readFile(new URL(`.${new URL(url).pathname}`, root))
        .then((bytes) => new Response(bytes), () => new Response(null, { status: 404 })),
  );
  using recognizer = await Recognizer.load({ model: `http://localhost:${server.addr.port}/` });
  assert.deepEqual(recognizer.labels, ["angry", "happy", "neutral", "sad", "surprise"]);
});

Deno.test("mod.ts and video.ts in another folder give the record of the command line", async () => {
  const picture = fixture("grace_hopper.jpg");
  const script = `
import { Recognizer, recognizeFrames } from ${JSON.stringify(import.meta.resolve("../mod.ts"))};
import { openInput } from ${JSON.stringify(import.meta.resolve("../video.ts"))};
using recognizer = await Recognizer.load();
for await (const { record } of recognizeFrames(recognizer, openInput(${JSON.stringify(picture)}))) {
  console.log(JSON.stringify(record));
}`;
  const [line] = await runWithoutPermission(script, undefined, [`--allow-read=${picture}`]);
  const record: FrameResult = JSON.parse(line!);
  assert.deepEqual(record, records(await runCli(["-f", "ndjson", picture]))[0]);
});

Deno.test("mod.ts recognizes a picture with no permission, in another folder and over HTTP", async () => {
  const root = new URL("../", import.meta.url);
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async ({ url }) => {
      const { pathname } = new URL(url);
      const type = pathname.endsWith(".ts")
        ? "text/typescript"
        : pathname.endsWith(".json")
        ? "application/json"
        : "application/wasm";
      const body = await Deno.readFile(new URL(`.${pathname}`, root));
      return new Response(body, { headers: { "content-type": type } });
    },
  );
  const host = `127.0.0.1:${server.addr.port}`;
  const picture = await Deno.readFile(fixture("astronaut.png"));
  for (
    const [from, permissions] of [[root.href, []], [`http://${host}/`, [
      `--allow-import=${host}`,
    ]]] as const
  ) {
    const script = `
import { decodeImage, Recognizer } from "${from}mod.ts";
const picture = await new Response(Deno.stdin.readable).bytes();
using recognizer = await Recognizer.load();
const { faces } = await recognizer.recognize(await decodeImage(picture));
console.log(faces.length, faces[0].emotion);`;
    assert.deepEqual(await runWithoutPermission(script, picture, permissions), ["1 happy"]);
  }
});

Deno.test("Recognizer.load() takes the path of a model's folder", async () => {
  const model = fileURLToPath(new URL("../models/five", import.meta.url));
  using recognizer = await Recognizer.load({ model });
  assert.equal(recognizer.card.name, "five");
});

Deno.test("Recognizer.recognize() refuses options that are out of range", async () => {
  using recognizer = await Recognizer.load();
  const frame = createFrame("gray", 2, 2, new Uint8Array(4));
  for (
    const options of [{ minScore: 7 }, { minScore: NaN }, { maxFaces: -1 }, { maxFaces: NaN }, {
      detect: "x" as "fast",
    }]
  ) {
    await assert.rejects(() => recognizer.recognize(frame, options), { code: "option-invalid" });
    await assert.rejects(() => Recognizer.load(options), { code: "option-invalid" });
  }
  using strict = await Recognizer.load({ minScore: 1 });
  const astronaut = await decodeImage(await Deno.readFile(fixture("astronaut.png")));
  const left = { minScore: undefined } as unknown as RecognizeOptions;
  assert.equal((await strict.recognize(astronaut, left)).faces.length, 0, "undefined is left out");
});
