import { abortable } from "../async/abortable.ts";
import { timeLimit } from "../async/time_limit.ts";
import { EnvironmentError, messageOf, MienError, ModelError } from "../errors.ts";
import { type PostedError, restoredError } from "../parallel/posted_error.ts";
import type { ConvertedNetwork, WeightType } from "./convert_keras.ts";
import type { KerasFile } from "./keras_file.ts";

/** What the worker is asked. */
export type Question = readonly [file: KerasFile, weightType: WeightType];

/** What the worker answers. */
export type Answer = { readonly network: ConvertedNetwork } | { readonly error: PostedError };

/** Half a gigabyte of weights takes 5 seconds. */
const longestMs = 60_000;

/**
 * As `convertKeras`, in a worker of its own: the HDF5 library can loop for ever on a damaged file, or
 * damage its own memory.
 *
 * @param file What to convert.
 * @param weightType How to store the weights.
 * @param signal Ends the conversion by throwing its reason.
 * @param limitMs Ends it after this time. @default {60_000}
 * @returns The network.
 * @throws {ModelError} As `convertKeras`, or if the time is up (`model-invalid`).
 * @throws {EnvironmentError} If the program of the worker may not be read (`permission-missing`).
 */
export async function convertApart(
  file: KerasFile,
  weightType: WeightType,
  signal?: AbortSignal,
  limitMs = longestMs,
): Promise<ConvertedNetwork> {
  await requestProgram();
  using limit = timeLimit(limitMs);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const worker = new Worker(new URL("./convert_worker.ts", import.meta.url), { type: "module" });
  try {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault(); // Or it would end the process.
      reject(new Error(event.message));
    };
    worker.postMessage([file, weightType] satisfies Question);
    const answer = await abortable(
      promise,
      AbortSignal.any([limit.signal, ...signal ? [signal] : []]),
    );
    if ("network" in answer) return answer.network;
    throw restoredError(answer.error);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof MienError) throw cause;
    const why = limit.signal.aborted
      ? `reading it takes over ${limitMs / 1000} s`
      : messageOf(cause);
    throw new ModelError("model-invalid", `Cannot convert ${file.name}: ${why}`, { cause });
  } finally {
    worker.terminate();
  }
}

/** Asks for the permission to read the worker's program, without which Deno prints a message of its own. */
async function requestProgram(): Promise<void> {
  const path = new URL("../", import.meta.url);
  if (path.protocol !== "file:") return;
  const { state } = await Deno.permissions.request({ name: "read", path });
  if (state === "granted") return;
  const message = "Cannot start worker: the permission to read its program is missing";
  throw new EnvironmentError("permission-missing", message, { permission: "read" });
}
