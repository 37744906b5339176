import { basename, dirname, resolve } from "node:path";
import { OptionError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import { formatTime } from "../record/format_time.ts";
import { type RecordSpan, RecordSpans } from "../record/record_spans.ts";
import { SeenFaces } from "../record/seen_faces.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import { claimOutput, type FileOptions } from "../sink/claim_output.ts";
import type { ClaimedOutput } from "../sink/claimed_output.ts";
import type { Sink } from "../sink/sink.ts";
import { isUrl } from "../source/expand_input.ts";
import { Thumbnails } from "./thumbnails.ts";
import { timelineChart, type TimelineData } from "./timeline_chart.ts";
import { timelinePage } from "./timeline_page.ts";
import { type TimelinePoint, TimelineSeries } from "./timeline_series.ts";

/** Options of {@linkcode Timeline.open}. */
export interface TimelineOptions extends FileOptions {
  /** Whether a page shows a picture of each face. @default {true} */
  readonly thumbnails?: boolean;
}

/** How many faces are drawn. */
const mostRows = 8;

/** More are kept, as only the end shows which were seen longest. */
const mostKept = 32;

/**
 * Plots each face's emotion over time, as SVG or as an HTML page in which each value can be read,
 * with zoom, a picture of each face, and the video if it lies in the same folder. It plots the eight faces seen longest, or the mean of all faces if they have no ids.
 * Stills are left out, as they have no time.
 *
 * Memory does not grow with the length of the video: long ones are plotted more coarsely.
 *
 * @example
 * ```ts
 * import { Recognizer, recognizeFrames } from "@mien/mien";
 * import { Timeline } from "@mien/mien/output";
 * import { openInput } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * using recognizer = await Recognizer.load();
 * const path = await Deno.makeTempFile({ suffix: ".svg" });
 * {
 *   await using timeline = await Timeline.open(path);
 *   const frames = openInput("fixtures/webcam.mjpeg", { fps: 5, to: 1 });
 *   for await (const { record, frame } of recognizeFrames(recognizer, frames)) {
 *     timeline.write(record, frame);
 *   }
 * }
 * assert.match(await Deno.readTextFile(path), /#1, seen for/);
 * await Deno.remove(path);
 * ```
 */
export class Timeline implements Sink {
  readonly #output: ClaimedOutput;
  readonly #thumbnails: Thumbnails | undefined;
  readonly #spans = new RecordSpans();
  readonly #faces = new SeenFaces(mostKept, () => new TimelineSeries());
  /** The source of each run. */
  readonly #sources: string[] = [];
  #labels: string[] = [];
  #domain: [number, number] = [Infinity, -Infinity];
  #hasFrames = false;

  private constructor(output: ClaimedOutput, hasThumbnails: boolean) {
    this.#output = output;
    // A picture of a chart has no room for them.
    if (hasThumbnails && output.extension !== "svg") this.#thumbnails = new Thumbnails();
  }

  /**
   * Opens a timeline. The file is written when it is disposed; without a frame it stays as it was.
   *
   * @param path A file that ends in `.svg`, `.html` or `.htm`.
   * @param options The files that are in use, which are never overwritten.
   * @returns The timeline.
   * @throws {OptionError} If the extension is another one, or the file is in use.
   * @throws {EnvironmentError} If the file cannot be written.
   */
  static async open(
    path: string,
    options: TimelineOptions = {},
  ): Promise<Timeline> {
    if (!/\.(svg|html?)$/i.test(path)) {
      throw new OptionError(
        "option-invalid",
        `Cannot draw a timeline into ${path}: its name must end in .svg or .html`,
      );
    }
    return new Timeline(await claimOutput(path, options), options.thumbnails ?? true);
  }

  /** Adds a record. */
  write(record: FrameResult, frame: Frame): void {
    this.#hasFrames = true;
    if (frame.still) return;
    this.#thumbnails?.add(record, frame);
    const span = this.#spans.add(record);
    if (span !== undefined) this.#add(span);
  }

  /** Ends the last record of the source. */
  endSource(): void {
    const last = this.#spans.finish();
    if (last !== undefined) this.#add(last);
  }

  /**
   * Writes the file.
   *
   * @throws {EnvironmentError} If it cannot be written.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hasFrames) return await this.#output.release();
    this.#hasFrames = false;
    this.endSource();
    const isPage = this.#output.extension !== "svg";
    const data = await this.#data();
    const text = isPage ? timelinePage(data, this.#videoBeside()) : timelineChart(data);
    await this.#output.write(text);
  }

  /** The address of the only video, if it lies in the folder of the page. */
  #videoBeside(): string | undefined {
    const [source, ...others] = new Set(this.#sources);
    if (source === undefined || others.length > 0 || source === "-" || isUrl(source)) return;
    if (dirname(resolve(source)) !== dirname(resolve(this.#output.path))) return;
    return encodeURIComponent(basename(source));
  }

  #add({ record, end, run }: RecordSpan): void {
    const { faces, source, time: start } = record;
    this.#sources[run] = source;
    this.#domain = [Math.min(this.#domain[0], start), Math.max(this.#domain[1], end)];
    if (faces.length === 0 || end <= start) return;
    if (this.#labels.length === 0) this.#labels = Object.keys(faces[0]!.probabilities);
    const byId = [...Map.groupBy(faces, ({ id = 0 }) => id)].sort(([a], [b]) => a - b);
    const seconds = end - start;
    for (const [id, group] of byId) {
      const share = seconds / group.length;
      this.#faces.see(run, id, start, end)?.add({
        start,
        end,
        seconds,
        weights: this.#labels.map((label) =>
          group.reduce((sum, face) => sum + share * probability(face, label), 0)
        ),
        held: [...this.#labels, undefined].map((label) =>
          share *
          group.filter((face) => (face.uncertain ? undefined : face.emotion) === label).length
        ),
      });
    }
  }

  /** The share of time with each label, as in the summary. */
  #sharesOf(points: readonly TimelinePoint[]): string {
    const total = points.reduce((sum, { seconds }) => sum + seconds, 0);
    return [...this.#labels, "uncertain"]
      .map((label, i) => {
        const held = points.reduce((sum, point) => sum + point.held[i]!, 0);
        return { label, share: held / total };
      })
      .filter(({ share }) => share >= 0.005)
      .sort((a, b) => b.share - a.share)
      .map(({ label, share }) => `${label} ${Math.round(share * 100)}%`).join(", ");
  }

  async #data(): Promise<TimelineData> {
    const [start, end] = this.#domain;
    const sources = new Set(this.#sources);
    const [source = ""] = sources;
    const rows = await Promise.all(
      this.#faces.longest(mostRows).map(async ({ run, id, value, seconds }) => {
        const source = this.#sources[run]!;
        const file = sources.size > 1 ? `${nameOf(source)}: ` : "";
        const face = id === 0 ? "All faces, mean" : `#${id}`;
        return {
          title: `${file}${face}, seen for ${formatTime(seconds, 0)}`,
          shares: this.#sharesOf(value.points),
          points: value.points,
          thumbnail: await this.#thumbnails?.urlOf(source, id),
        };
      }),
    );
    const { count } = this.#faces;
    return {
      title: sources.size === 0
        ? "No video was seen"
        : `Emotions in ${sources.size > 1 ? `${sources.size} videos` : nameOf(source)}`,
      subtitle: count > rows.length ? `The ${rows.length} faces seen longest of ${count}` : "",
      labels: this.#labels,
      domain: end > start ? [start, end] : [0, 1],
      rows: rows.length > 0 ? rows : [{
        title: sources.size === 0 ? "Pictures have no time" : "No face was seen",
        shares: "",
        points: [],
      }],
    };
  }
}

/** Without the folder, which would leave no room for the name. */
function nameOf(source: string): string {
  return source === "-" ? "standard input" : isUrl(source) ? source : basename(source);
}

function probability(face: FaceResult, label: string): number {
  return (face.smoothed ?? face.probabilities)[label] ?? 0;
}
