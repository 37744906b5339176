// The thread that reads a live source while the main thread computes: the other end of LiveThread.

import { InputError, MienError } from "../../errors.ts";
import { liveOpener } from "./live_opener.ts";
import { LiveSource } from "./live_source.ts";
import type { LiveAnswer, LiveRequest } from "./live_thread.ts";

const thread = globalThis as unknown as {
  postMessage(answer: LiveAnswer, transfer?: Transferable[]): void;
};
const stop = new AbortController();
let source: LiveSource | undefined;
let frames: AsyncGenerator | undefined;

async function answerNext(source: LiveSource): Promise<void> {
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
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const code = error instanceof MienError ? error.code : undefined;
    thread.postMessage({ kind: "error", name, message, ...(code && { code }) });
  }
}

addEventListener("message", async (event) => {
  const request = (event as MessageEvent<LiveRequest>).data;
  switch (request.kind) {
    case "open":
      source = new LiveSource(liveOpener(request.job), {
        ...request.options,
        signal: stop.signal,
        onReconnect: (reconnection) => thread.postMessage({ kind: "reconnect", reconnection }),
      });
      frames = source[Symbol.asyncIterator]();
      return;
    case "next":
      return await answerNext(source!);
    case "stop":
      stop.abort(new InputError("input-unreadable", "Cannot read live input: it was closed"));
      await frames?.return(undefined);
      return thread.postMessage({ kind: "stopped" });
  }
});
