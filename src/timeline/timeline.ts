import { importPackage } from "../runtime/import_package.ts";
import { basename } from "node:path";
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
import { timelineChart, type TimelineData } from "./timeline_chart.ts";
import { timelinePage } from "./timeline_page.ts";
import { TimelineSeries } from "./timeline_series.ts";

type Vega = typeof import("npm:vega@6.4.0");

/** How many faces are drawn. */
const mostRows = 8;

/** More are kept, as only the end shows which were seen longest. */
const mostKept = 32;

/**
 * Plots each face's emotion over time, as SVG or as a self-contained HTML page that shows the values
 * at the pointer. It plots the eight faces seen longest, or the mean of all faces if they have no ids.
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
 * assert.match(await Deno.readTextFile(path), /Face 1/);
 * await Deno.remove(path);
 * ```
 */
export class Timeline implements Sink {
  readonly #output: ClaimedOutput;
  readonly #vega: Vega;
  readonly #spans = new RecordSpans();
  readonly #faces = new SeenFaces(mostKept, () => new TimelineSeries());
  /** The source of each run. */
  readonly #sources: string[] = [];
  #labels: string[] = [];
  #domain: [number, number] = [Infinity, -Infinity];
  #hasFrames = false;

  private constructor(output: ClaimedOutput, vega: Vega) {
    this.#output = output;
    this.#vega = vega;
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
    options: FileOptions = {},
  ): Promise<Timeline> {
    if (!/\.(svg|html?)$/i.test(path)) {
      throw new OptionError(
        "option-invalid",
        `Cannot draw a timeline into ${path}: its name must end in .svg or .html`,
      );
    }
    const vega = await importPackage<Vega>("npm:vega@6.4.0");
    return new Timeline(await claimOutput(path, options), vega);
  }

  /** Adds a record. */
  write(record: FrameResult, frame: Frame): void {
    this.#hasFrames = true;
    if (frame.still) return;
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
    this.endSource();
    const data = this.#data();
    const vega = this.#vega;
    const isPage = this.#output.extension !== "svg";
    const chart = { ...timelineChart(data), ...(!isPage && { background: "#ffffff" }) };
    const view = new vega.View(vega.parse(chart), { renderer: "none", logLevel: vega.Error });
    const svg = await view.toSVG();
    view.finalize();
    await this.#output.write(isPage ? timelinePage(svg, data) : svg);
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

  #data(): TimelineData {
    const [start, end] = this.#domain;
    const sources = new Set(this.#sources);
    const [source = ""] = sources;
    const rows = this.#faces.longest(mostRows).map(({ run, id, value, seconds }) => {
      const source = sources.size > 1 ? `${nameOf(this.#sources[run]!)}: ` : "";
      const face = id === 0 ? "All faces, mean" : `Face ${id}`;
      return {
        title: `${source}${face}, seen for ${formatTime(seconds, 0)}`,
        points: value.points,
      };
    });
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
