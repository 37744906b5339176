import type { Frame } from "../image/frame.ts";
import { type SourceSummary, Summary } from "../record/summary.ts";
import type { FrameResult } from "../result.ts";
import { claimOutput, type FileOptions } from "./claim_output.ts";
import type { ClaimedOutput } from "./claimed_output.ts";
import type { Sink } from "./sink.ts";

/** Where {@linkcode SummaryWriter} puts summaries. */
export interface SummaryWriterOptions extends FileOptions {
  /** A file for the summaries of all sources, as JSON: `{"sources": [...]}`. */
  path?: string;
  /** Called with the summary of each source that has ended. */
  onSummary?: (summary: SourceSummary) => void;
}

/**
 * Sums up each video and live source. Stills are left out.
 *
 * @example
 * ```ts
 * import { createFrame } from "@mien/mien";
 * import { SummaryWriter } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile({ suffix: ".json" });
 * {
 *   await using writer = await SummaryWriter.open({ path });
 *   const record = { source: "a.mp4", frame: 0, time: 0, width: 4, height: 3, faces: [] };
 *   writer.write(record, createFrame("gray", 4, 3, new Uint8Array(12)));
 *   writer.endSource();
 * }
 * const { sources } = JSON.parse(await Deno.readTextFile(path));
 * assert.equal(sources[0].source, "a.mp4");
 * await Deno.remove(path);
 * ```
 */
export class SummaryWriter implements Sink {
  readonly #onSummary: (summary: SourceSummary) => void;
  readonly #output: ClaimedOutput | undefined;
  readonly #sources: SourceSummary[] = [];
  #summary: Summary | undefined;
  #hasFrames = false;

  private constructor(options: SummaryWriterOptions, output: ClaimedOutput | undefined) {
    this.#onSummary = options.onSummary ?? (() => {});
    this.#output = output;
  }

  /**
   * Opens a summary. The file is written when it is disposed.
   *
   * @param options Where the summaries go.
   * @returns The summary.
   * @throws {OptionError} If the file is in use.
   * @throws {EnvironmentError} If it cannot be written.
   */
  static async open(options: SummaryWriterOptions): Promise<SummaryWriter> {
    const { path } = options;
    const output = path === undefined ? undefined : await claimOutput(path, options);
    return new SummaryWriter(options, output);
  }

  /** Adds a record to the summary of its source. */
  write(record: FrameResult, frame: Pick<Frame, "still">): void {
    this.#hasFrames = true;
    if (frame.still) return;
    this.#summary ??= new Summary();
    this.#summary.add(record);
  }

  /** Ends the summary of the source. */
  endSource(): void {
    if (this.#summary === undefined) return;
    const summary = this.#summary.finish();
    this.#summary = undefined;
    this.#sources.push(summary);
    this.#onSummary(summary);
  }

  /**
   * Writes the file, unless nothing could be read.
   *
   * @throws {EnvironmentError} If it cannot be written.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    this.endSource();
    if (!this.#hasFrames) return await this.#output?.release();
    this.#hasFrames = false;
    const json = JSON.stringify({ sources: this.#sources }, undefined, 2);
    await this.#output?.write(`${json}\n`);
  }
}
