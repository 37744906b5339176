import assert from "node:assert/strict";
import { EnvironmentError, InputError, type MienError } from "../../src/errors.ts";
import { createFrame } from "../../src/image/frame.ts";
import type { PostedModel, Task } from "../../src/parallel/messages.ts";
import { WorkerPool, type WorkerPoolOptions } from "../../src/parallel/worker_pool.ts";

/** Starts a worker that does what the name of a picture's source says. */
function startActor(onDeath = "throw new Error('no memory')"): Worker {
  const script = `postMessage({ kind: "ready" });
onmessage = ({ data: { kind, task } }) => {
  if (kind !== "task") return;
  const { source } = task.picture;
  if (source === "die") ${onDeath};
  else if (source === "hang") while (true);
  else if (source === "bad") {
    const error = { name: "InputError", code: "picture-invalid", message: "Cannot decode bad" };
    postMessage({ kind: "failed", error });
  } else setTimeout(() => postMessage({ kind: "done", record: { source } }), Number(source));
};`;
  return new Worker(`data:text/javascript,${encodeURIComponent(script)}`, { type: "module" });
}

const model: PostedModel = {
  name: "m",
  card: new Uint8Array(),
  network: {
    graph: { nodes: [], outputs: [] },
    weights: { specs: [], data: new Uint8Array() },
  },
  options: {},
};
const task = (source: string): Task => ({
  picture: createFrame("gray", 1, 1, new Uint8Array(1), { source }),
  options: {},
});

/** A pool whose workers are counted. */
class Pool extends WorkerPool {
  readonly ends: MienError[] = [];
  started = 0;

  constructor(size: number, start: (count: number) => Worker = () => startActor()) {
    const options: Required<WorkerPoolOptions> = {
      size,
      onWorkerEnd: (error) => void this.ends.push(error),
      load: () => Promise.resolve(() => start(++this.started)),
    };
    super(options);
  }

  async sourceOf(source: string, signal?: AbortSignal): Promise<string> {
    return (await this.run(model, task(source), signal)).record.source;
  }
}

Deno.test("WorkerPool.run() gives tasks to workers in order, and starts no more workers than tasks wait", async () => {
  using pool = new Pool(3);
  assert.equal(await pool.sourceOf("1"), "1");
  assert.equal(await pool.sourceOf("2"), "2");
  assert.equal(pool.started, 1);
  await Promise.all(["1", "1", "1"].map((source) => pool.sourceOf(source)));
  const done: string[] = [];
  const sources = ["1000", "10", "11", "12", "13"];
  await Promise.all(sources.map(async (source) => done.push(await pool.sourceOf(source))));
  assert.equal(done.length, 5);
  assert.equal(done.at(-1), "1000");
  assert.equal(pool.started, 3);
  assert.equal(pool.waiting, 0);
});

Deno.test("WorkerPool.run() throws what a task throws, and keeps its worker", async () => {
  using pool = new Pool(1);
  await assert.rejects(
    pool.sourceOf("bad"),
    (error) =>
      error instanceof InputError && error.code === "picture-invalid" &&
      error.message === "Cannot decode bad",
  );
  assert.equal(await pool.sourceOf("1"), "1");
  assert.equal(pool.started, 1);
  assert.deepEqual(pool.ends, []);
});

Deno.test("WorkerPool.run() tries once more where a worker ends", async () => {
  using pool = new Pool(
    1,
    (count) =>
      startActor(count > 1 ? `postMessage({ kind: "done", record: task.picture })` : undefined),
  );
  const [died, next] = await Promise.all([pool.sourceOf("die"), pool.sourceOf("1")]);
  assert.deepEqual([died, next], ["die", "1"]);
  assert.equal(pool.started, 2);
  assert.match(
    pool.ends[0]!.message,
    /^Cannot recognize pictures in a worker: it ended: .*no memory/,
  );
});

Deno.test("WorkerPool.run() gives up where a second worker ends, and goes on with other tasks", async () => {
  using pool = new Pool(1);
  const failed = assert.rejects(
    pool.sourceOf("die"),
    (error) => error instanceof EnvironmentError && error.code === "worker-failed",
  );
  assert.equal(await pool.sourceOf("1"), "1");
  await failed;
  assert.equal(pool.started, 3);
  assert.equal(pool.ends.length, 1);
});

Deno.test("WorkerPool.run() gives up where no worker starts", async () => {
  const broken = () => new Worker("data:text/javascript,throw 1", { type: "module" });
  using pool = new Pool(1, broken);
  await assert.rejects(pool.sourceOf("1"), { code: "worker-failed" });
  await assert.rejects(pool.sourceOf("2"), { code: "worker-failed" });
});

Deno.test("WorkerPool.run() stops a worker whose task is given up, and starts another", async () => {
  using pool = new Pool(1);
  await pool.sourceOf("1");
  const deadline = new AbortController();
  const hanging = pool.sourceOf("hang", deadline.signal);
  const waiting = pool.sourceOf("2", deadline.signal);
  const next = pool.sourceOf("3");
  assert.equal(pool.waiting, 2);
  deadline.abort(new Error("too late"));
  await assert.rejects(hanging, /too late/);
  await assert.rejects(waiting, /too late/);
  assert.equal(await next, "3");
  assert.equal(pool.started, 2);
  assert.deepEqual(pool.ends, []);
  await assert.rejects(pool.sourceOf("1", deadline.signal), /too late/);
});

Deno.test("WorkerPool.run() keeps a worker that ends a task soon after it was given up", async () => {
  using pool = new Pool(1);
  await pool.sourceOf("1");
  const deadline = new AbortController();
  const late = pool.sourceOf("50", deadline.signal);
  deadline.abort(new Error("too late"));
  await assert.rejects(late, /too late/);
  assert.equal(await pool.sourceOf("2"), "2");
  assert.deepEqual([pool.started, pool.ended], [1, 0]);
});

Deno.test("WorkerPool gives up everything when it is disposed", async () => {
  const pool = new Pool(1);
  await pool.sourceOf("1");
  const tasks = [pool.sourceOf("hang"), pool.sourceOf("1")];
  pool[Symbol.dispose]();
  for (const each of tasks) await assert.rejects(each);
});
