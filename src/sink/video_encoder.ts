import { EnvironmentError, InputError, OptionError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import { defaultRate } from "../stream/frame_stream.ts";
import { hidePassword } from "../ffmpeg/hide_password.ts";
import { addSound } from "./add_sound.ts";
import type { ClaimedOutput, OutputOptions } from "./claim_output.ts";
import { type Program, startProgram } from "../ffmpeg/start_program.ts";
import { rawInputArguments } from "../ffmpeg/raw_input_arguments.ts";
import { CONTAINERS, videoFilters } from "./video_encoding.ts";

/** Frames a second of what a live source, whose frames come when they come, is turned into. */
const liveRate = 30;

/** A live source that was away for longer comes back after this time in the video. */
const longestGapS = 10;

/** Sound that goes on for less after the pictures have ended is kept, as the source has it. */
const longestTailS = 1;

/** ffmpeg, fed with the drawn frames of one source, and then with its sound. */
export class VideoEncoder {
  readonly #output: ClaimedOutput;
  readonly #first: Frame;
  readonly #options: OutputOptions;
  #rate: number | undefined;
  #pending: Frame | undefined;
  #program: Program | undefined;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #hasFailed = false;
  #count = 0;
  #lostS = 0;

  /**
   * Makes ready to encode; ffmpeg starts with the second frame, which tells the rate.
   *
   * @param output The file.
   * @param options What is read.
   * @param first The first frame of the source.
   */
  constructor(output: ClaimedOutput, options: OutputOptions, first: Frame) {
    this.#output = output;
    this.#options = options;
    this.#first = first;
    const { fps = Infinity } = options;
    if (first.capturedAt !== undefined) this.#rate = Math.min(fps, liveRate);
  }

  /**
   * Encodes a frame.
   *
   * @param frame The frame of the source, which tells the time.
   * @param drawn What is encoded.
   * @throws {OptionError} If the frame is from another source than the first.
   * @throws {InputError} If it has not the size of the first.
   * @throws {EnvironmentError} If ffmpeg fails.
   */
  async add(frame: Frame, drawn: Frame): Promise<void> {
    this.#check(frame);
    // A frame tells the rate of its source by its place and time, the very first one does not.
    if (this.#rate === undefined && frame.time > 0 && frame.index > 0) {
      this.#rate = Math.min(this.#options.fps ?? Infinity, frame.index / frame.time);
    }
    if (this.#pending !== undefined) await this.#encode(this.#pending, this.#repeats(frame));
    this.#pending = drawn;
  }

  /**
   * Finishes the file and adds the sound.
   *
   * @throws {EnvironmentError} If ffmpeg fails.
   */
  async finish(): Promise<void> {
    const { path } = this.#output;
    if (this.#hasFailed) return;
    if (this.#pending !== undefined) await this.#encode(this.#pending, 1);
    await this.#writer?.close().catch(() => {});
    const status = await this.#program?.ended;
    if (!status?.success) throw this.#failure();
    const { time: from, capturedAt } = this.#first;
    const source = this.#options.inputs?.find((input) =>
      hidePassword(input) === this.#first.source
    );
    if (source === undefined || capturedAt !== undefined) return;
    const durationS = this.#count / this.#rate!;
    const tailS = this.#options.to === undefined ? longestTailS : 0;
    await addSound({ path, kind: this.#output.extension, source, from, durationS, tailS });
  }

  #check({ source, width, height, format, index }: Frame): void {
    const first = this.#first, { path } = this.#output;
    if (source !== first.source) {
      throw new OptionError(
        "option-invalid",
        `Cannot write ${path}: ${source} follows ${first.source}, end the output with / for a folder of several`,
      );
    }
    if (width !== first.width || height !== first.height || format !== first.format) {
      throw new InputError(
        "stream-invalid",
        `Cannot write ${path}: frame ${index} of ${source} is ${width}x${height} ${format} after ${first.width}x${first.height} ${first.format}`,
      );
    }
  }

  /** How often the frame before this one is shown: once, but for live sources. */
  #repeats({ time, capturedAt }: Frame): number {
    if (capturedAt === undefined) return 1;
    const rate = this.#rate!;
    const gapS = time - this.#first.time - this.#lostS - this.#count / rate;
    if (gapS > longestGapS) this.#lostS += gapS - longestGapS;
    return Math.max(0, Math.round(Math.min(gapS, longestGapS) * rate));
  }

  async #encode(frame: Frame, times: number): Promise<void> {
    if (this.#hasFailed) throw this.#failure();
    this.#rate ??= Math.min(this.#options.fps ?? Infinity, defaultRate);
    try {
      this.#program ??= this.#start(this.#rate);
      this.#writer ??= this.#program.child.stdin.getWriter();
      for (let i = 0; i < times; i++, this.#count++) await this.#writer.write(frame.data);
    } catch (error) {
      this.#hasFailed = true;
      if (this.#program === undefined) throw error;
      await this.#program.ended;
      throw this.#failure();
    }
  }

  #start(rate: number): Program {
    const { path, extension } = this.#output;
    const args = [
      ...["-hide_banner", "-nostats", "-loglevel", "level+error", "-y"],
      ...rawInputArguments(this.#first, rate),
      ...["-vf", videoFilters(this.#first, extension, rate)],
      ...CONTAINERS[extension]!.video,
      `file:${path}`,
    ];
    return startProgram("ffmpeg", args, { action: `Cannot write ${path}`, stdin: true });
  }

  #failure(): EnvironmentError {
    const state = this.#program?.log.lastError ?? "it gave no message";
    return new EnvironmentError(
      "ffmpeg-failed",
      `Cannot write ${this.#output.path}: ffmpeg failed after ${this.#count} frames: ${state}`,
    );
  }
}
