import { InputError, type MienError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import { ByteReader } from "../stream/byte_reader.ts";
import { FrameSampler, type Sampling } from "../stream/frame_sampler.ts";
import { defaultRate } from "../stream/frame_stream.ts";
import { readY4mStream } from "../stream/read_y4m_stream.ts";
import { ffmpegArguments } from "./ffmpeg_arguments.ts";
import type { FfmpegLog } from "./ffmpeg_log.ts";
import { hidePassword } from "./hide_password.ts";
import { kill } from "./kill.ts";
import { sampledIndex } from "./sampled_index.ts";
import { type Program, startProgram } from "./start_program.ts";

/** How {@linkcode ffmpegFrames} reads. All fields may be left out. */
export interface FfmpegFramesOptions extends Sampling {
  /** The input's name for frames and errors. @default {the input without its password} */
  source?: string;
  /** Refuse frames of more pixels. @default {64_000_000} */
  maxPixels?: number | undefined;
  /** Ends the reading by throwing its reason. */
  signal?: AbortSignal;
  /** What ffmpeg reads from its standard input, for the input `pipe:0`. Closed at the end. */
  stdin?: ByteReader;
  /** Called once, before the first frame, with the length of the input if ffmpeg knows it. */
  onDuration?: (seconds: number) => void;
  /** ffmpeg's arguments. @default {those for the input and the sampling} */
  args?: string[];
  /** For an input without an end: creates the error if ffmpeg ends by itself. */
  explain?: (errors: readonly string[]) => MienError;
}

/**
 * Reads video with an ffmpeg child process. ffmpeg rotates the frames as the file says, repeats or
 * drops frames to keep a constant rate, and seeks to `from`. The child is killed if the reading ends
 * early.
 *
 * A frame's time is that of the source, its index the one that this time has at the source's rate.
 *
 * @param input What ffmpeg takes after `-i`: a URL, `file:` with a path, or `pipe:0`.
 * @param options Sampling and names.
 * @returns The frames in order.
 * @throws {InputError} If ffmpeg fails (`ffmpeg-failed`), is ended by a signal (`ffmpeg-killed`) or
 * finds no frame (`input-empty`). The frames before that come first.
 * @throws {EnvironmentError} If ffmpeg is missing or may not be run.
 */
export async function* ffmpegFrames(
  input: string,
  options: FfmpegFramesOptions = {},
): AsyncGenerator<Frame> {
  const { source = hidePassword(input), signal, stdin, from = 0, explain } = options;
  new FrameSampler(options); // Refuses what is out of range.
  signal?.throwIfAborted();
  const { args = ffmpegArguments(input, options) } = options;
  const described = Promise.withResolvers<void>();
  const program = startProgram("ffmpeg", args, {
    action: `Cannot read ${source}`,
    stdin: stdin !== undefined,
    stdout: true,
    onLine: () => program.log.isInputDescribed && described.resolve(),
  });
  const { child, log, ended } = program;
  const inputDescribed = Promise.race([described.promise, ended]);
  const fed = stdin && feed(stdin, child.stdin);
  const reader = new ByteReader(child.stdout, signal);
  let hasEnded = false, count = 0;
  let cut: InputError | undefined;
  try {
    try {
      for await (const frame of decode(reader, program, inputDescribed, { ...options, source })) {
        count++;
        yield frame;
      }
    } catch (error) {
      // A frame cut short means that ffmpeg has ended, and its log says more about it.
      if (!(error instanceof InputError && error.code === "stream-truncated")) throw error;
      cut = error;
    }
    const status = await ended;
    hasEnded = true;
    const failure = endError(source, count, status, log, explain) ?? cut;
    if (failure !== undefined) throw failure;
    if (count === 0 && from === 0) {
      const state = log.lastError === undefined ? "" : `: ${log.lastError}`;
      throw new InputError("input-empty", `Cannot read ${source}: ffmpeg found no frame${state}`);
    }
  } finally {
    if (!hasEnded) kill(child);
    await Promise.all([reader.close(), stdin?.close(), ended, fed]);
  }
}

async function* decode(
  reader: ByteReader,
  { log }: Program,
  inputDescribed: Promise<unknown>,
  options: FfmpegFramesOptions & { source: string },
): AsyncGenerator<Frame> {
  const { source, maxPixels, fps, from = 0, onDuration } = options;
  if ((await reader.peek(1)).length === 0) return;
  const stream = await readY4mStream({ reader, source, maxPixels });
  await inputDescribed;
  if (log.durationS !== undefined) onDuration?.(log.durationS);
  const outputRate = stream.rate ?? log.rate ?? defaultRate;
  const isSampled = fps !== undefined && Math.abs(outputRate - fps) < 1e-3;
  const rate = isSampled ? Math.max(log.rate ?? 0, outputRate) : outputRate;
  let count = 0;
  for await (const makeFrame of stream.frames) {
    const index = sampledIndex(count++, outputRate, rate, from);
    yield makeFrame({ source, index, time: index / rate });
  }
}

/** Why ffmpeg ended, if it did not end well. */
function endError(
  source: string,
  count: number,
  { success, code, signal }: Deno.CommandStatus,
  { lastError, errors }: FfmpegLog,
  explain: FfmpegFramesOptions["explain"],
): MienError | undefined {
  const state = `Cannot read ${source}: ffmpeg`;
  if (signal !== null) {
    const said = lastError === undefined ? "" : `: ${lastError}`;
    const message = `${state} was ended by ${signal} after ${count} frames${said}`;
    return new InputError("ffmpeg-killed", message);
  }
  if (explain !== undefined) return explain(errors);
  if (success) return undefined;
  const said = lastError ?? `exit code ${code}`;
  return new InputError("ffmpeg-failed", `${state} failed after ${count} frames: ${said}`);
}

/** Copies a stream to ffmpeg until either side ends. */
async function feed(from: ByteReader, to: WritableStream<Uint8Array>): Promise<void> {
  const writer = to.getWriter();
  try {
    for await (const bytes of from.rest()) await writer.write(bytes);
    await writer.close();
  } catch {
    // ffmpeg has gone or the reading was aborted, which the reader of its output reports.
    await writer.abort().catch(() => {});
  }
}
