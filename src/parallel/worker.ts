// The worker that decodes and recognizes pictures. `deno task build:worker` packs it, with all that it
// imports, as worker.wasm.

import { type Step, timed } from "../async/step.ts";
import { toFrame } from "../image/encoded_picture.ts";
import type { ModelFiles } from "../model/model_files.ts";
import { Recognizer } from "../recognizer.ts";
import type { FromWorker, PostedModel, Task, ToWorker } from "./messages.ts";
import { postedError, restoredError } from "./posted_error.ts";

const thread = globalThis as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
};
const models = new Map<string, Promise<Recognizer>>();
const modules = new Map<string, PromiseWithResolvers<{ memory: { buffer: ArrayBuffer } }>>();

/** Stands for `import("PATH.wasm")` and `packageFile()` in everything that this worker imports. */
export function importWasm(path: string): Promise<{ memory: { buffer: ArrayBuffer } }> {
  let module = modules.get(path);
  if (module === undefined) {
    module = Promise.withResolvers();
    modules.set(path, module);
    thread.postMessage({ kind: "ask", path });
  }
  return module.promise;
}

function load({ name, card, network, options }: PostedModel): Promise<Recognizer> {
  const model: ModelFiles = {
    place: name,
    read: () => Promise.resolve(card),
    readPrepared: () => Promise.resolve(network),
  };
  return Recognizer.loadFrom(model, options);
}

async function work(model: string, { picture, options }: Task): Promise<void> {
  const recognizer = await models.get(model)!;
  const steps: Step[] = [];
  const frame = await timed("decode", steps, () => toFrame(picture));
  const buffer = frame.data.buffer as ArrayBuffer;
  // The frame of a PNM picture is a part of its bytes.
  if ("bytes" in picture && picture.bytes.buffer !== buffer) {
    (picture.bytes.buffer as ArrayBuffer).transfer(0);
  }
  const record = await recognizer.recognize(frame, options, steps);
  if (frame !== picture) {
    return thread.postMessage({ kind: "done", record, frame, steps }, [buffer]);
  }
  // The garbage collector does not see how much memory is behind it.
  buffer.transfer(0);
  thread.postMessage({ kind: "done", record, steps });
}

addEventListener("message", async (event) => {
  const message = (event as MessageEvent<ToWorker>).data;
  switch (message.kind) {
    case "model": {
      const loading = load(message.model);
      loading.catch(() => {}); // Thrown by the task that needs it.
      models.set(message.model.name, loading);
      return;
    }
    case "task":
      try {
        return await work(message.model, message.task);
      } catch (error) {
        return thread.postMessage({ kind: "failed", error: postedError(error) });
      }
    case "file":
      return modules.get(message.path)!.resolve({ memory: { buffer: message.memory } });
    case "no-file":
      modules.get(message.path)!.reject(restoredError(message.error));
      modules.delete(message.path);
  }
});
thread.postMessage({ kind: "ready" });
