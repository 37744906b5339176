import type { Frame } from "../image/frame.ts";
import type { RecordFormatter } from "../record/record_formatter.ts";
import type { FrameResult } from "../result.ts";
import type { Sink } from "./sink.ts";

/**
 * Writes records as lines of text, in one of the formats of {@linkcode RECORD_FORMATS}.
 *
 * @example
 * ```ts
 * import { RECORD_FORMATS, RecordWriter } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const lines: string[] = [];
 * const writeLine = (line: string): Promise<void> => Promise.resolve(void lines.push(line));
 * await using writer = await RecordWriter.open(RECORD_FORMATS.ndjson({ labels: [] }), writeLine);
 * const record = { source: "a.png", frame: 0, time: 0, width: 4, height: 3, faces: [] };
 * await writer.write(record, { still: true });
 * assert.deepEqual(JSON.parse(lines[0]!), record);
 * ```
 */
export class RecordWriter implements Sink {
  readonly #formatter: RecordFormatter;
  readonly #writeLine: (line: string) => Promise<void>;

  private constructor(formatter: RecordFormatter, writeLine: (line: string) => Promise<void>) {
    this.#formatter = formatter;
    this.#writeLine = writeLine;
  }

  /**
   * Opens a writer and writes the header of the format.
   *
   * @param formatter Formats the records.
   * @param writeLine Writes text that lacks its last line break.
   * @returns The writer.
   * @throws What `writeLine` throws, as do the methods.
   */
  static async open(
    formatter: RecordFormatter,
    writeLine: (line: string) => Promise<void>,
  ): Promise<RecordWriter> {
    const writer = new RecordWriter(formatter, writeLine);
    await writer.#print(formatter.header);
    return writer;
  }

  /**
   * Writes a record.
   *
   * @throws {OptionError} If the format cannot hold it: a still in subtitles.
   */
  async write(record: FrameResult, frame: Pick<Frame, "still">): Promise<void> {
    await this.#print(this.#formatter.format(record, frame));
  }

  /** Writes what the format has held back. */
  async endSource(): Promise<void> {
    await this.#print(this.#formatter.finish?.());
  }

  /** Writes what the format has held back, if the source was not ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.endSource();
  }

  async #print(text: string | undefined): Promise<void> {
    if (text) await this.#writeLine(text);
  }
}
