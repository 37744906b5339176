import { InputError, type MienError } from "../errors.ts";
import { ByteReader } from "../stream/byte_reader.ts";
import { ffmpegArguments } from "./ffmpeg_arguments.ts";
import { FfmpegLog } from "./ffmpeg_log.ts";
import type { Frame } from "../image/frame.ts";
import { hidePassword } from "./hide_password.ts";
import { FrameSampler, type Sampling } from "../stream/frame_sampler.ts";
import { defaultRate } from "../stream/frame_stream.ts";
import { readLines } from "./read_lines.ts";
import { readY4mStream } from "../stream/read_y4m_stream.ts";
import { sampledIndex } from "./sampled_index.ts";
import { kill, startFfmpeg } from "./start_ffmpeg.ts";

/** How an ffmpeg child process ended. */
export interface FfmpegEnd {
  /** Whether it says that all went well. */
  readonly success: boolean;
  /** How many frames came. */
  readonly count: number;
}

/** How {@linkcode ffmpegFrames} reads. All fields may be left out. */
export interface FfmpegFramesOptions extends Sampling {
  /** The input's name for frames and errors. @default {the input without its password} */
  source?: string;
  /** Refuse frames of more pixels. @default {64_000_000} */
  maxPixels?: number | undefined;
  /** Ends the reading by throwing its reason. */
  signal?: AbortSignal;
  /** What ffmpeg reads on its standard input, for the input `pipe:0`. Closed in the end. */
  stdin?: ByteReader;
  /** Called once, before the first frame, with the length of the input if ffmpeg knows it. */
  onDuration?: (seconds: number) => void;
  /** What ffmpeg is started with. @default {the arguments for the input and the sampling} */
  args?: string[];
  /** Says better than ffmpeg why it ended, or finds fault where ffmpeg does not. */
  explain?: (log: FfmpegLog, end: FfmpegEnd) => MienError | undefined;
}

/**
 * Reads video by an ffmpeg child process, which needs `--allow-run=ffmpeg`. ffmpeg turns the frames
 * as the file asks, repeats or drops frames to a constant rate, and seeks to `from`. The child is
 * killed when the reading ends early, however it ends.
 *
 * A frame's time is that of the source, its index the one that this time has at the source's rate.
 *
 * @param input What ffmpeg takes after `-i`: a URL, `file:` with a path, or `pipe:0`.
 * @param options Sampling and names.
 * @returns The frames in order.
 * @throws {InputError} If ffmpeg fails; the frames before that come first.
 * @throws {EnvironmentError} If ffmpeg or the permission to run it is missing.
 */
export async function* ffmpegFrames(
  input: string,
  options: FfmpegFramesOptions = {},
): AsyncGenerator<Frame> {
  const { source = hidePassword(input), maxPixels, signal, stdin, from = 0 } = options;
  new FrameSampler(options); // Refuses what is out of range.
  signal?.throwIfAborted();
  const { args = ffmpegArguments(input, options), explain } = options;
  const child = startFfmpeg(args, `Cannot read ${source}`, {
    stdin: stdin !== undefined,
    without: "JPEG and PNG pictures and PPM, Y4M and MJPEG streams do without it",
  });
  const log = new FfmpegLog();
  const logged = readLog(child.stderr, log);
  const fed = stdin && feed(stdin, child.stdin);
  const reader = new ByteReader(child.stdout, signal);
  let ended = false;
  try {
    let count = 0;
    let cut: InputError | undefined;
    try {
      if ((await reader.peek(1)).length > 0) {
        const stream = await readY4mStream({ reader, source, maxPixels });
        await logged.inputDescribed;
        if (log.durationS !== undefined) options.onDuration?.(log.durationS);
        const outputRate = stream.rate ?? log.rate ?? defaultRate;
        const isSampled = options.fps !== undefined && Math.abs(outputRate - options.fps) < 1e-3;
        const rate = isSampled ? Math.max(log.rate ?? 0, outputRate) : outputRate;
        for await (const makeFrame of stream.frames) {
          const index = sampledIndex(count++, outputRate, rate, from);
          yield await makeFrame({ source, index, time: index / rate });
        }
      }
    } catch (error) {
      // A frame cut short is the end of ffmpeg, which can say more about it.
      if (!(error instanceof InputError && error.code === "stream-truncated")) throw error;
      cut = error;
    }
    const { success, code, signal: killedBy } = await child.status;
    ended = true;
    await logged.all;
    const explained = explain?.(log, { success, count });
    if (explained !== undefined) throw explained;
    if (!success) {
      const state = log.lastError ?? (killedBy === null ? `exit code ${code}` : "no message");
      const how = killedBy === null ? "failed" : `was ended by ${killedBy}`;
      throw new InputError(
        "ffmpeg-failed",
        `Cannot read ${source}: ffmpeg ${how} after ${count} frames: ${state}`,
      );
    }
    if (cut !== undefined) throw cut;
    if (count === 0 && from === 0) {
      const state = log.lastError === undefined ? "" : `: ${log.lastError}`;
      throw new InputError("input-empty", `Cannot read ${source}: ffmpeg found no frame${state}`);
    }
  } finally {
    if (!ended) kill(child);
    await Promise.all([reader.close(), stdin?.close(), child.status, logged.all, fed]);
  }
}

/** Drains standard error, so that ffmpeg never waits for us to read it. */
function readLog(
  stderr: ReadableStream<Uint8Array>,
  log: FfmpegLog,
): { inputDescribed: Promise<void>; all: Promise<void> } {
  const inputDescribed = Promise.withResolvers<void>();
  const all = readLines(stderr.getReader(), (line) => {
    log.add(line);
    if (log.isInputDescribed) inputDescribed.resolve();
  }).then(inputDescribed.resolve);
  return { inputDescribed: inputDescribed.promise, all };
}

/** Copies to ffmpeg what we were given, until either side has enough. */
async function feed(from: ByteReader, to: WritableStream<Uint8Array>): Promise<void> {
  const writer = to.getWriter();
  try {
    for await (const bytes of from.rest()) await writer.write(bytes);
    await writer.close();
  } catch {
    // ffmpeg has gone or the reading was called off: its reader tells which.
    await writer.abort().catch(() => {});
  }
}
