import { type PostedError, restoredError } from "../../parallel/posted_error.ts";
import { startWorker } from "../../runtime/start_worker.ts";
import type { Frame } from "../../image/frame.ts";
import type { LiveFrames, LiveOptions, Reconnection } from "./live_frames.ts";
import type { LiveJob } from "./live_opener.ts";
import { checkStall } from "../../stream/watch_stall.ts";

/** What the main thread asks of the worker. Only "next" and "stop" are answered. */
export type LiveRequest =
  | { kind: "open"; job: LiveJob; options: Omit<LiveOptions, "signal" | "onReconnect"> }
  | { kind: "next" }
  | { kind: "stop" };

/** What the worker says. Frames carry `capturedAt` in milliseconds since 1970. */
export type LiveAnswer =
  | { kind: "frame"; frame: Frame; received: number; dropped: number }
  | { kind: "end"; received: number; dropped: number }
  | { kind: "error"; error: PostedError }
  | { kind: "reconnect"; reconnection: Reconnection }
  | { kind: "stopped" };

/**
 * Reads a live source in a worker, which nothing that this thread computes can hold up.
 *
 * @param job What to open.
 * @param options Limits, and what to do when the source stalls or ends.
 * @returns The frames. `dropped` counts up to the last frame taken.
 * @throws {OptionError} If `stallMs` is out of range.
 */
export function openLiveThread(job: LiveJob, options: LiveOptions): LiveFrames {
  checkStall(options.stallMs);
  const counts = { received: 0, dropped: 0 };
  const frames = takeFrames(job, options, counts);
  return {
    durationS: undefined,
    get received() {
      return counts.received;
    },
    get dropped() {
      return counts.dropped;
    },
    [Symbol.asyncIterator]: () => frames,
  };
}

async function* takeFrames(
  job: LiveJob,
  { signal, onReconnect, ...options }: LiveOptions,
  counts: { received: number; dropped: number },
): AsyncGenerator<Frame> {
  signal?.throwIfAborted();
  const worker = startWorker(await import("./live_worker.wasm"));
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
    next.reject(new Error(event.message));
    stopped.resolve();
  };
  signal?.addEventListener("abort", stop);
  try {
    ask({ kind: "open", job, options });
    while (true) {
      next = Promise.withResolvers();
      ask({ kind: "next" });
      const answer = await next.promise;
      signal?.throwIfAborted();
      if (answer.kind === "error") throw restoredError(answer.error);
      if (answer.kind !== "frame" && answer.kind !== "end") return;
      counts.received = answer.received;
      counts.dropped = answer.dropped;
      if (answer.kind === "end") return;
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
