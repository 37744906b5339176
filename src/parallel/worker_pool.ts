import { EnvironmentError, type MienError } from "../errors.ts";
import type { PostedModel, Task } from "./messages.ts";
import { type Answer, loadProgram, WorkerEnd, WorkerThread } from "./worker_thread.ts";

/** How a {@linkcode WorkerPool} works. All fields may be left out. */
export interface WorkerPoolOptions {
  /** The most workers. @default {one for each core} */
  size?: number;
  /** Called when a worker has ended by itself. Another takes its place. */
  onWorkerEnd?: (error: MienError) => void;
  /** Loads a worker's program, and returns what starts it. @default {the one that recognizes} */
  load?: () => Promise<() => Worker>;
}

/** A task that waits for a worker or has one. */
interface Job {
  readonly model: PostedModel;
  readonly task: Task;
  readonly answer: PromiseWithResolvers<Answer>;
  readonly signal: AbortSignal | undefined;
  /** How many workers have ended while they had it. */
  ends: number;
}

/**
 * How long a worker may go on with a task that was given up, in milliseconds. Deno runs a worker that is
 * stopped for seconds more, and frees its memory late.
 */
const graceMs = 2000;

/** How many workers may end over one task. */
const mostEnds = 2;

/**
 * Workers that take tasks in the order in which they come. They are started as tasks wait for them, and
 * kept.
 */
export class WorkerPool implements Disposable {
  /** The most workers. */
  readonly size: number;
  readonly #options: WorkerPoolOptions;
  readonly #threads = new Set<WorkerThread>();
  readonly #idle: WorkerThread[] = [];
  readonly #queue: Job[] = [];
  #starting = 0;
  #ends = 0;
  #isDisposed = false;

  constructor(options: WorkerPoolOptions = {}) {
    this.#options = options;
    this.size = options.size ?? navigator.hardwareConcurrency;
  }

  /** How many tasks wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** How many workers run. */
  get running(): number {
    return this.#threads.size;
  }

  /** How many workers have ended so far, by themselves or because their task was given up. */
  get ended(): number {
    return this.#ends;
  }

  /** Whether a worker is ready. */
  get isReady(): boolean {
    return this.#threads.size > 0;
  }

  /** Starts the first worker. Without this, it is started when the first task comes. */
  start(): void {
    if (this.#threads.size + this.#starting === 0) void this.#start();
  }

  /**
   * Does a task as soon as a worker is free.
   *
   * @param model The model to use.
   * @param task The task.
   * @param signal Gives it up at once. A worker that is at it and does not end it soon is stopped, and
   * another takes its place.
   * @returns What was found.
   * @throws {EnvironmentError} If a worker ends over the task, and another one too (`worker-failed`).
   * @throws What the task throws, or the signal's reason.
   */
  async run(model: PostedModel, task: Task, signal?: AbortSignal): Promise<Answer> {
    signal?.throwIfAborted();
    const answer = Promise.withResolvers<Answer>();
    const job: Job = { model, task, answer, signal, ends: 0 };
    const giveUp = (): void => {
      const place = this.#queue.indexOf(job);
      if (place >= 0) this.#queue.splice(place, 1);
      answer.reject(signal!.reason);
    };
    signal?.addEventListener("abort", giveUp);
    this.#queue.push(job);
    this.#serve();
    try {
      return await answer.promise;
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }

  /** Stops all workers, and gives up what they do. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const thread of this.#threads) thread[Symbol.dispose]();
    const reason = new DOMException("The workers have been stopped", "AbortError");
    for (const { answer } of this.#queue.splice(0)) answer.reject(reason);
  }

  /** Gives tasks to idle workers, and starts workers for tasks that are left. */
  #serve(): void {
    while (this.#queue.length > 0 && this.#idle.length > 0) {
      void this.#work(this.#idle.shift()!, this.#queue.shift()!);
    }
    while (this.#starting < this.#queue.length && this.#threads.size + this.#starting < this.size) {
      void this.#start();
    }
  }

  async #start(): Promise<void> {
    this.#starting++;
    try {
      const thread = await WorkerThread.start(this.#options.load ?? loadProgram);
      this.#threads.add(thread);
      this.#idle.push(thread);
      if (this.#isDisposed) thread[Symbol.dispose]();
    } catch (error) {
      const [job] = this.#queue.splice(0, 1);
      this.#ended(error, job);
    } finally {
      this.#starting--;
      this.#serve();
    }
  }

  async #work(thread: WorkerThread, job: Job): Promise<void> {
    const { model, task, answer, signal } = job;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => void (timer = setTimeout(() => thread[Symbol.dispose](), graceMs));
    signal?.addEventListener("abort", stop);
    try {
      answer.resolve(await thread.run(model, task));
      this.#idle.push(thread);
    } catch (error) {
      if (error instanceof WorkerEnd) {
        thread[Symbol.dispose]();
        this.#threads.delete(thread);
        this.#ends++;
        if (!signal?.aborted && !this.#isDisposed) this.#ended(error, job);
        else answer.reject(signal?.reason ?? error);
      } else {
        answer.reject(error);
        this.#idle.push(thread);
      }
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      this.#serve();
    }
  }

  /** Reports that a worker has ended, and lets another one try what it had to do. */
  #ended(cause: unknown, job: Job | undefined): void {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `Cannot recognize pictures in a worker: it ended: ${why}`;
    const error = new EnvironmentError("worker-failed", message, { cause });
    if (job === undefined || ++job.ends < mostEnds) this.#options.onWorkerEnd?.(error);
    if (job === undefined) return;
    if (job.ends < mostEnds) this.#queue.unshift(job);
    else job.answer.reject(error);
  }
}
