import { startWorker } from "../runtime/start_worker.ts";
import type { FromWorker, PostedModel, Task, ToWorker } from "./messages.ts";
import { postedError, restoredError } from "./posted_error.ts";
import { packageFile } from "../runtime/package_file.ts";
import { workerFiles } from "./worker_files.ts";

/** What a worker says of a picture. */
export type Answer = Omit<Extract<FromWorker, { kind: "done" }>, "kind">;

/** Why a worker is gone. */
export class WorkerEnd extends Error {}

/** Loads the program that recognizes pictures, and returns what starts a worker with it. */
export async function loadProgram(): Promise<() => Worker> {
  const program = await import("./worker.wasm");
  return () => startWorker(program);
}

/** One worker. */
export class WorkerThread implements Disposable {
  readonly #worker: Worker;
  readonly #models = new Set<string>();
  #answer: PromiseWithResolvers<Answer> = Promise.withResolvers();

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#answer.promise.catch(() => {});
  }

  /**
   * Starts a worker.
   *
   * @param load Loads its program, and returns what starts it.
   * @returns The thread, once the worker is ready.
   * @throws {WorkerEnd} If the worker ends before that.
   */
  static async start(load: () => Promise<() => Worker>): Promise<WorkerThread> {
    const start = await load();
    // Nothing may come between this and `onmessage`, or a message could get lost.
    const worker = start();
    const thread = new WorkerThread(worker);
    const { promise, resolve } = Promise.withResolvers<void>();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === "ready") resolve();
      else void thread.#hear(data);
    };
    worker.onerror = (event) => {
      event.preventDefault(); // Or it would end the process.
      thread.#answer.reject(new WorkerEnd(event.message));
    };
    await Promise.race([promise, thread.#answer.promise]);
    return thread;
  }

  /**
   * Gives the worker a task.
   *
   * @param model The model to use.
   * @param task The task.
   * @returns What the worker found.
   * @throws {WorkerEnd} If the worker ends. It must be disposed then.
   * @throws What the task throws.
   */
  async run(model: PostedModel, task: Task): Promise<Answer> {
    if (!this.#models.has(model.name)) this.#post({ kind: "model", model });
    this.#models.add(model.name);
    const { promise } = this.#answer = Promise.withResolvers<Answer>();
    this.#post({ kind: "task", model: model.name, task });
    return await promise;
  }

  /** Ends the worker, whatever it does. */
  [Symbol.dispose](): void {
    this.#worker.terminate();
    this.#answer.reject(new WorkerEnd("it was stopped"));
  }

  async #hear(message: Exclude<FromWorker, { kind: "ready" }>): Promise<void> {
    switch (message.kind) {
      case "ask":
        return this.#post(await readFile(message.path));
      case "failed":
        return this.#answer.reject(restoredError(message.error));
      case "done":
        return this.#answer.resolve(message);
    }
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}

async function readFile(path: string): Promise<ToWorker> {
  try {
    const [name] = /^npm:@?[^@]+@[^/]+/.exec(path) ?? [];
    const { buffer } = name === undefined
      ? (await workerFiles[path]!()).memory
      : await packageFile(name, path);
    return { kind: "file", path, memory: buffer as ArrayBuffer };
  } catch (error) {
    return { kind: "no-file", path, error: postedError(error) };
  }
}
