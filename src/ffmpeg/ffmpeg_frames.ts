import type { StallWatch } from "../async/stall_watch.ts";
import { InputError, type MienError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import { ByteReader } from "../stream/byte_reader.ts";
import { describeSpan, FrameSampler, type Sampling } from "../stream/frame_sampler.ts";
import { defaultRate } from "../stream/frame_stream.ts";
import { watchStall } from "../stream/watch_stall.ts";
import { readY4mStream } from "../stream/read_y4m_stream.ts";
import { ffmpegArguments } from "./ffmpeg_arguments.ts";
import { canToneMap, findHdr } from "./find_hdr.ts";
import type { HdrTransfer } from "./tone_mapping.ts";
import type { FfmpegLog } from "./ffmpeg_log.ts";
import { FrameTimes } from "./frame_times.ts";
import { hidePassword } from "./hide_password.ts";
import { kill } from "./kill.ts";
import { packetTimes } from "./packet_times.ts";
import { tellStill } from "./tell_still.ts";
import { startProgram } from "./start_program.ts";

/** Containers round times by as much as this, in seconds. */
const roundingS = 0.00101;

/** Decoding what comes before an earlier second takes hardly longer than finding out how much it is. */
const seekFromS = 10;

/** How {@linkcode ffmpegFrames} reads. All fields may be left out. */
export interface FfmpegFramesOptions extends Sampling {
  /** The input's name for frames and errors. @default {the input without its password} */
  source?: string;
  /** Refuse frames of more pixels. @default {64_000_000} */
  maxPixels?: number | undefined;
  /** Milliseconds without data after which a URL counts as stalled. @default {no limit} */
  stallMs?: number | undefined;
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
 * Reads video with an ffmpeg child process. ffmpeg rotates the frames as the file says, and starts
 * near `from` where the frames before it can be counted without decoding them. Each frame comes once.
 * The child is killed if the reading ends early.
 *
 * A frame's time is the one in the source, counted from the source's start. Its index counts all frames
 * of the source.
 *
 * @param input What ffmpeg takes after `-i`: a URL, `file:` with a path, or `pipe:0`.
 * @param given Sampling and names.
 * @returns The frames in order.
 * @throws {InputError} If ffmpeg fails (`ffmpeg-failed`), is ended by a signal (`ffmpeg-killed`) or
 * finds no frame (`input-empty`). The frames before that come first.
 * @throws {EnvironmentError} If ffmpeg is missing or may not be run.
 */
export async function* ffmpegFrames(
  input: string,
  given: FfmpegFramesOptions = {},
): AsyncGenerator<Frame> {
  const { fps = Infinity, to = Infinity, ...others } = given;
  const options = { ...others, ...fps < Infinity && { fps }, ...to < Infinity && { to } };
  const { source = hidePassword(input), signal, stdin, from = 0, stallMs } = options;
  new FrameSampler(given); // Refuses what is out of range.
  signal?.throwIfAborted();
  const action = `Cannot read ${source}`;
  // Standard input is watched where it is read.
  const watch = stdin === undefined ? watchStall(source, stallMs) : undefined;
  const canSeek = from >= seekFromS && options.args === undefined && /^(file|https?):/.test(input);
  const seeking = { action, to: from, signal, watch };
  const earlier = canSeek ? await packetTimes(input, seeking) : undefined;
  const startS = earlier === undefined ? 0 : Math.floor(from);
  const run = { ...options, source, earlier, startS, watch };
  if (options.args !== undefined) return yield* runFfmpeg(options.args, run);
  const read = (hdr?: HdrTransfer, stopsAtHdr = false) =>
    runFfmpeg(ffmpegArguments(input, options, startS, hdr), { ...run, stopsAtHdr });
  if (stdin !== undefined) return yield* read(await findHdr(stdin, action));
  try {
    return yield* read(undefined, true);
  } catch (error) {
    if (!(error instanceof HdrFound)) throw error;
    yield* read(await canToneMap(error.hdr, action) ? error.hdr : undefined);
  }
}

/** Ends a run of ffmpeg before its first frame, as it needs other filters. */
class HdrFound extends Error {
  constructor(readonly hdr: HdrTransfer) {
    super();
  }
}

/** How one run of ffmpeg is read. */
interface RunOptions extends FfmpegFramesOptions {
  source: string;
  /** When frames before the first one to read are shown, if ffmpeg starts at a later one. */
  earlier: number[] | undefined;
  /** Where ffmpeg starts, in seconds. */
  startS: number;
  watch: StallWatch | undefined;
  /** Throw {@linkcode HdrFound} if the dynamic range is high. @default {false} */
  stopsAtHdr?: boolean;
}

async function* runFfmpeg(args: readonly string[], options: RunOptions): AsyncGenerator<Frame> {
  const { source, signal, stdin, watch } = options;
  const times = new FrameTimes(), described = Promise.withResolvers<void>();
  const program = startProgram("ffmpeg", args, {
    action: `Cannot read ${source}`,
    stdin: stdin !== undefined,
    stdout: true,
    onLine(line) {
      watch?.touch();
      times.add(line);
      if (program.log.isInputDescribed) described.resolve();
    },
  });
  const { child, log, ended } = program;
  const inputDescribed = Promise.race([described.promise, ended]);
  void ended.then(() => times.end());
  let hasEnded = false, count = 0, lastTime = 0, readError: { error: unknown } | undefined;
  const fed = stdin && feed(stdin, child.stdin).catch((error) => void (readError = { error }));
  const reader = new ByteReader(child.stdout, signal, watch);
  try {
    try {
      const decoded = decode(reader, log, times, inputDescribed, options);
      for await (const frame of tellStill(decoded, log)) {
        count++;
        lastTime = frame.time;
        yield frame;
      }
    } catch (error) {
      // A frame cut short means that ffmpeg has ended, and its log says more about it.
      if (!(error instanceof InputError && error.code === "stream-truncated")) throw error;
      const status = await ended;
      throw readError?.error ?? endError(source, count, status, log, options) ?? error;
    }
    const status = await ended;
    hasEnded = true;
    if (readError !== undefined) throw readError.error;
    const failure = endError(source, count, status, log, options) ??
      (count === 0
        ? emptyError(source, options, log)
        : cutError(source, count, lastTime, options, log));
    if (failure !== undefined) throw failure;
  } finally {
    if (!hasEnded) kill(child);
    await Promise.all([reader.close(), stdin?.close(), ended, fed]);
  }
}

async function* decode(
  reader: ByteReader,
  log: FfmpegLog,
  times: FrameTimes,
  inputDescribed: Promise<unknown>,
  { source, maxPixels, args, from = 0, earlier, startS, stopsAtHdr, onDuration }: RunOptions,
): AsyncGenerator<Frame> {
  if ((await reader.peek(1)).length === 0) return;
  const stream = await readY4mStream({ reader, source, maxPixels });
  await inputDescribed;
  if (stopsAtHdr && log.hdr !== undefined) throw new HdrFound(log.hdr);
  if (log.durationS !== undefined) onDuration?.(log.durationS);
  const rate = log.rate ?? defaultRate;
  let index = -1, time = from - 1 / rate, skipped: number | undefined, offset: number | undefined;
  for await (const makeFrame of stream.frames) {
    // Arguments from outside number the frames themselves.
    const told = args === undefined ? await times.next() : undefined;
    time = told?.timeS === undefined ? time + 1 / rate : Math.max(time, startS + told.timeS);
    const seen = told?.seen ?? index + 1;
    skipped ??= earlier ? earlier.filter((it) => it < time - roundingS / 2).length - seen : 0;
    index = skipped + seen;
    offset ??= Math.abs(time - index / rate) <= roundingS ? 0 : time - index / rate;
    const regular = offset + index / rate;
    if (Math.abs(regular - time) <= roundingS) time = regular;
    yield makeFrame({ source, index, time });
  }
}

/** What to say of a file whose end is missing, after the frames that are there. */
function cutError(
  source: string,
  count: number,
  lastTime: number,
  { to = Infinity, fps = Infinity }: Sampling,
  { isCutShort, rate = defaultRate }: FfmpegLog,
): InputError | undefined {
  const isComplete = to - lastTime < 1.5 * Math.max(1 / rate, 1 / fps);
  if (!isCutShort || isComplete) return undefined;
  const frames = `${count} frame${count === 1 ? "" : "s"}`;
  const message = `Cannot read all of ${source}: it is cut short, after ${frames}`;
  return new InputError("stream-truncated", message);
}

/** Why ffmpeg ended, if it did not end well. */
function endError(
  source: string,
  count: number,
  { success, code, signal }: Deno.CommandStatus,
  { lastError, errors, isCutShort }: FfmpegLog,
  { explain, stdin }: Pick<FfmpegFramesOptions, "explain" | "stdin">,
): MienError | undefined {
  if (errors.some((line) => line.endsWith("matches no streams."))) {
    return new InputError("input-empty", `Cannot read ${source}: it has no picture`);
  }
  const state = `Cannot read ${source}: ffmpeg`;
  if (signal !== null) {
    const said = lastError === undefined ? "" : `: ${lastError}`;
    const message = `${state} was ended by ${signal} after ${count} frames${said}`;
    return new InputError("ffmpeg-killed", message);
  }
  if (explain !== undefined) return explain(errors);
  if (success) return undefined;
  if (count === 0 && isCutShort) {
    const why = stdin !== undefined
      ? "it is cut short, or its index is at its end, which cannot be read from a pipe; give the " +
        "file itself, or write it with -movflags +faststart"
      : "it is cut short";
    return new InputError("stream-truncated", `Cannot read ${source}: ${why}`);
  }
  const said = lastError ?? `exit code ${code}`;
  return new InputError("ffmpeg-failed", `${state} failed after ${count} frames: ${said}`);
}

function emptyError(source: string, span: Sampling, { lastError }: FfmpegLog): InputError {
  const where = describeSpan(span), state = lastError === undefined ? "" : `: ${lastError}`;
  const message = `Cannot read ${source}: ffmpeg found no frame${where}${state}`;
  return new InputError("input-empty", message);
}

/**
 * Copies a stream to ffmpeg until either side ends. That ffmpeg has gone is reported by the reader of
 * its output.
 *
 * @throws What the stream throws.
 */
async function feed(from: ByteReader, to: WritableStream<Uint8Array>): Promise<void> {
  const writer = to.getWriter();
  try {
    for await (const bytes of from.rest()) {
      if (!await writer.write(bytes).then(() => true, () => false)) break;
    }
  } finally {
    await writer.close().catch(() => {});
  }
}
