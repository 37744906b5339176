import { EnvironmentError, InputError, OptionError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import { defaultRate } from "../stream/frame_stream.ts";
import { hidePassword } from "../ffmpeg/hide_password.ts";
import { addSound } from "./add_sound.ts";
import type { OutputOptions } from "./claim_output.ts";
import type { ClaimedOutput } from "./claimed_output.ts";
import { type Program, startProgram } from "../ffmpeg/start_program.ts";
import { rawInputArguments } from "../ffmpeg/raw_input_arguments.ts";
import { UsualGap } from "../track/usual_gap.ts";
import { CONTAINERS, videoFilters } from "./video_encoding.ts";

/** Frames per second of a live source's video. */
const liveRate = 30;

/** The gaps between the first frames that give a source's rate: one alone may be uneven. */
const measuredGaps = 5;

/** A source with fewer frames per second has each of them repeated. */
const lowestRate = 10;

/** A longer gap is a pause, and in a live source cut to this, in seconds. */
const longestGapS = 10;

/** How much longer than the pictures the source's sound may be without being cut, in seconds. */
const longestTailS = 1;

/** Encodes the drawn frames of one source with ffmpeg, and adds its sound. */
export class VideoEncoder {
  readonly #output: ClaimedOutput;
  readonly #first: Frame;
  readonly #options: OutputOptions;
  #rate: number | undefined;
  /** The first frames and what is drawn on them, until the rate is known. */
  readonly #waiting: [frame: Frame, drawn: Frame][] = [];
  #pending: Frame | undefined;
  #pendingTime = 0;
  readonly #gap = new UsualGap(longestGapS);
  /** Where the file is written. */
  #part = "";
  #program: Program | undefined;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #hasFailed = false;
  #finished: Promise<void> | undefined;
  #count = 0;
  #lastTimes = 1;
  #lostS = 0;

  /**
   * Prepares to encode. ffmpeg starts once a few frames have shown the frame rate.
   *
   * @param output The file.
   * @param options The inputs, and how they are read.
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
   * @param frame The frame as it came.
   * @param drawn The frame with the faces drawn on it.
   * @throws {OptionError} If the frame is from another source than the first.
   * @throws {InputError} If it differs from the first in size.
   * @throws {EnvironmentError} If ffmpeg fails.
   */
  async add(frame: Frame, drawn: Frame): Promise<void> {
    this.#check(frame);
    if (this.#rate !== undefined) return await this.#add(frame, drawn);
    this.#waiting.push([frame, drawn]);
    if (this.#waiting.length > measuredGaps) await this.#addWaiting();
  }

  async #addWaiting(): Promise<void> {
    const frames = this.#waiting.map(([{ index, time }]) => ({ index, time }));
    const rates = frames.slice(1).map(({ index, time }, i) =>
      (index - frames[i]!.index) / (time - frames[i]!.time)
    ).filter((rate) => rate > 0 && rate < Infinity).sort((a, b) => a - b);
    const rate = rates[Math.floor(rates.length / 2)] ?? defaultRate;
    // One that is lower may be that of a slow start.
    this.#rate = Math.min(this.#options.fps ?? Infinity, rate * Math.ceil(lowestRate / rate));
    for (const [frame, drawn] of this.#waiting.splice(0)) await this.#add(frame, drawn);
  }

  async #add(frame: Frame, drawn: Frame): Promise<void> {
    if (this.#pending !== undefined) {
      const times = this.#repeatsBefore(frame);
      await this.#encode(this.#pending, times);
      // The last frame is taken to last as long as the one before, unless that was before a pause.
      const lastS = this.#gap.add(frame.time - this.#pendingTime);
      if (frame.capturedAt === undefined) {
        this.#lastTimes = Math.max(1, Math.min(times, Math.round(lastS * this.#rate!)));
      }
    }
    this.#pending = drawn;
    this.#pendingTime = frame.time;
  }

  /**
   * Finishes the file and adds the sound.
   *
   * @throws {EnvironmentError} If ffmpeg fails. The file is then as it was before, or has no sound.
   */
  finish(): Promise<void> {
    return this.#finished ??= this.#finish();
  }

  async #finish(): Promise<void> {
    if (this.#hasFailed) return;
    if (this.#waiting.length > 0) await this.#addWaiting();
    if (this.#pending !== undefined) await this.#encode(this.#pending, this.#lastTimes);
    await this.#writer?.close().catch(() => {});
    const status = await this.#program?.ended;
    if (!status?.success) {
      await this.#output.release();
      throw this.#failure();
    }
    const frames = this.#count, seconds = frames / this.#rate!;
    await this.#addSound().finally(() => this.#output.finish({ frames, seconds }));
  }

  async #addSound(): Promise<void> {
    const { path, extension } = this.#output;
    const { time: from, capturedAt } = this.#first;
    const source = this.#options.inputs?.find((input) =>
      hidePassword(input) === this.#first.source
    );
    if (source === undefined || capturedAt !== undefined) return;
    const durationS = this.#count / this.#rate!;
    const tailS = this.#options.to === undefined ? longestTailS : 0;
    await addSound({
      path: this.#part,
      name: path,
      kind: extension,
      source,
      from,
      durationS,
      tailS,
    });
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

  /** How often the previous frame is shown, so that this one comes at its time. */
  #repeatsBefore({ time, capturedAt }: Frame): number {
    const rate = this.#rate!;
    const gapS = time - this.#first.time - this.#lostS - this.#count / rate;
    const shownS = capturedAt === undefined ? gapS : Math.min(gapS, longestGapS);
    this.#lostS += gapS - shownS;
    return Math.max(0, Math.round(shownS * rate));
  }

  async #encode(frame: Frame, times: number): Promise<void> {
    if (this.#hasFailed) throw this.#failure();
    try {
      this.#program ??= await this.#start(this.#rate!);
      this.#writer ??= this.#program.child.stdin.getWriter();
      for (let i = 0; i < times; i++, this.#count++) await this.#writer.write(frame.data);
    } catch (error) {
      this.#hasFailed = true;
      if (this.#program === undefined) throw error;
      await this.#program.ended;
      await this.#output.release();
      throw this.#failure();
    }
  }

  async #start(rate: number): Promise<Program> {
    const { path, extension } = this.#output;
    this.#part = await this.#output.begin();
    const args = [
      ...["-hide_banner", "-nostats", "-loglevel", "level+error", "-y"],
      ...rawInputArguments(this.#first, rate),
      ...["-vf", videoFilters(this.#first, extension, rate)],
      ...CONTAINERS[extension]!.video,
      `file:${this.#part}`,
    ];
    const { signal } = this.#options;
    return startProgram("ffmpeg", args, { action: `Cannot write ${path}`, stdin: true, signal });
  }

  #failure(): EnvironmentError {
    const state = this.#program?.log.lastError ?? "it gave no message";
    return new EnvironmentError(
      "ffmpeg-failed",
      `Cannot write ${this.#output.path}: ffmpeg failed after ${this.#count} frames: ${state}`,
    );
  }
}
