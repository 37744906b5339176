// The worker that reads a live source while the main thread computes: see open_live_thread.ts.

import { InputError } from "../../errors.ts";
import { postedError } from "../../parallel/posted_error.ts";
import { liveOpener } from "./live_opener.ts";
import type { LiveFrames } from "./live_frames.ts";
import { openLiveSource } from "./open_live_source.ts";
import type { LiveAnswer, LiveRequest } from "./open_live_thread.ts";

const thread = globalThis as unknown as {
  postMessage(answer: LiveAnswer, transfer?: Transferable[]): void;
};
const stop = new AbortController();
let source: LiveFrames | undefined;

async function answerNext(source: LiveFrames): Promise<void> {
  try {
    const { value: frame } = await source[Symbol.asyncIterator]().next();
    const { received, dropped } = source;
    if (frame === undefined) return thread.postMessage({ kind: "end", received, dropped });
    const capturedAt = performance.timeOrigin + frame.capturedAt!;
    thread.postMessage(
      { kind: "frame", frame: { ...frame, capturedAt }, received, dropped },
      [frame.data.buffer as ArrayBuffer],
    );
  } catch (error) {
    thread.postMessage({ kind: "error", error: postedError(error) });
  }
}

addEventListener("message", async (event) => {
  const request = (event as MessageEvent<LiveRequest>).data;
  switch (request.kind) {
    case "open":
      source = openLiveSource(liveOpener(request.job), {
        ...request.options,
        source: request.job.source,
        signal: stop.signal,
        onReconnect: (reconnection) => thread.postMessage({ kind: "reconnect", reconnection }),
      });
      return;
    case "next":
      return await answerNext(source!);
    case "stop":
      stop.abort(new InputError("input-unreadable", "Cannot read live input: it was closed"));
      await source?.[Symbol.asyncIterator]().return(undefined);
      return thread.postMessage({ kind: "stopped" });
  }
});
