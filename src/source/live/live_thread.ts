import {
  EnvironmentError,
  type ErrorCode,
  InputError,
  type MienError,
  ModelError,
  OptionError,
} from "../../errors.ts";
import type { Frame } from "../../image/frame.ts";
import { LiveFrames, type LiveSourceOptions, type Reconnection } from "./live_frames.ts";
import type { LiveJob } from "./live_opener.ts";
import { checkStall } from "./reopened_frames.ts";

/** What the main thread asks of the worker. Only "next" and "stop" are answered. */
export type LiveRequest =
  | { kind: "open"; job: LiveJob; options: Omit<LiveSourceOptions, "signal" | "onReconnect"> }
  | { kind: "next" }
  | { kind: "stop" };

/** What the worker says. Frames carry `capturedAt` in milliseconds since 1970. */
export type LiveAnswer =
  | { kind: "frame"; frame: Frame; received: number; dropped: number }
  | { kind: "end"; received: number; dropped: number }
  | { kind: "error"; name: string; message: string; code?: ErrorCode }
  | { kind: "reconnect"; reconnection: Reconnection }
  | { kind: "stopped" };

/** A live source read in a thread of its own, which nothing that this one computes can hold up. */
export class LiveThread extends LiveFrames {
  readonly #job: LiveJob;
  readonly #options: LiveSourceOptions;

  /**
   * Makes ready to read; nothing is opened yet.
   *
   * @param job What to open.
   * @param options As for `LiveSource`.
   * @throws {OptionError} If `stallMs` is out of range.
   */
  constructor(job: LiveJob, options: LiveSourceOptions) {
    super();
    checkStall(options.stallMs);
    this.#job = job;
    this.#options = options;
  }

  /** Gives the newest frame whenever one is asked for. `dropped` is that of the last one taken. */
  protected override async *run(): AsyncGenerator<Frame> {
    const { signal, onReconnect, ...options } = this.#options;
    signal?.throwIfAborted();
    const worker = new Worker(new URL("./live_worker.ts", import.meta.url), { type: "module" });
    const stopped = Promise.withResolvers<void>();
    let next = Promise.withResolvers<LiveAnswer>();
    const ask = (request: LiveRequest): void => worker.postMessage(request);
    const stop = (): void => ask({ kind: "stop" });
    worker.onmessage = ({ data: answer }: MessageEvent<LiveAnswer>) => {
      if (answer.kind === "stopped") stopped.resolve();
      else if (answer.kind === "reconnect") onReconnect?.(answer.reconnection);
      else next.resolve(answer);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      next.reject(workerError(event.message));
      stopped.resolve();
    };
    signal?.addEventListener("abort", stop);
    try {
      ask({ kind: "open", job: this.#job, options });
      while (true) {
        next = Promise.withResolvers();
        ask({ kind: "next" });
        const answer = await next.promise;
        signal?.throwIfAborted();
        if (answer.kind === "error") throw revive(answer);
        if (answer.kind === "end" || answer.kind === "frame") {
          this.count(answer.received, answer.dropped);
        }
        if (answer.kind !== "frame") return;
        yield { ...answer.frame, capturedAt: answer.frame.capturedAt! - performance.timeOrigin };
        signal?.throwIfAborted();
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      stop();
      await stopped.promise;
      worker.terminate();
    }
  }
}

const classes: Record<string, new (code: ErrorCode, message: string) => MienError> = {
  EnvironmentError,
  InputError,
  ModelError,
  OptionError,
};

/** An error that has lost its class on the way between threads. */
function revive({ name, message, code }: Extract<LiveAnswer, { kind: "error" }>): Error {
  const Class = classes[name];
  if (Class !== undefined && code !== undefined) return new Class(code, message);
  return Object.assign(new Error(message), { name });
}

function workerError(message: string): Error {
  if (!/Requires (read|import) access/.test(message)) return new Error(message);
  return new EnvironmentError(
    "permission-missing",
    "Cannot read live input: its thread needs the permission --allow-read",
  );
}
