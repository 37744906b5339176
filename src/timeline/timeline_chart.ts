import type { Axis, Config, EncodeEntry, GroupMark, Legend, Mark, Spec } from "npm:vega@6.4.0";
import { emotionColor } from "../draw/emotion_colors.ts";
import { timeTicks } from "./time_ticks.ts";
import { timelineAreas } from "./timeline_areas.ts";
import type { TimelinePoint } from "./timeline_series.ts";
import { timelineStrip } from "./timeline_strip.ts";

/** One face in a chart. */
export interface TimelineRow {
  /** Title of the row. */
  readonly title: string;
  /** What the face showed. */
  readonly points: readonly TimelinePoint[];
}

/** The contents of a chart. */
export interface TimelineData {
  /** Title of the chart. */
  readonly title: string;
  /** Below the title, or "". */
  readonly subtitle: string;
  /** The labels, from the bottom of the stack to the top. */
  readonly labels: readonly string[];
  /** First and last second. */
  readonly domain: readonly [start: number, end: number];
  /** The faces, from the top. */
  readonly rows: readonly TimelineRow[];
}

const width = 960;
const stripHeight = 18;
const rowGap = 46;
/** Colour of text and lines. A page may set it. */
const ink = "currentColor";

/**
 * Describes a timeline for Vega: for each face a strip with its label and, stacked below, the
 * probabilities of all labels.
 *
 * @param data What to show.
 * @returns The chart, without a background.
 *
 * @example
 * ```ts
 * import { timelineChart } from "./timeline_chart.ts";
 * import assert from "node:assert/strict";
 *
 * const data = { title: "a.mp4", subtitle: "", labels: ["happy", "sad"], rows: [] };
 * assert.equal(timelineChart({ ...data, domain: [0, 60] }).width, 960);
 * ```
 */
export function timelineChart(data: TimelineData): Spec {
  const { title, subtitle, labels, domain, rows } = data;
  const rowHeight = stripHeight + (rows.length > 1 ? 90 : 200);
  const ticks = timeTicks(domain);
  const pixelsPerSecond = width / (domain[1] - domain[0]);
  return {
    width,
    height: Math.max(1, rows.length) * (rowHeight + rowGap) - rowGap,
    padding: 16,
    title: {
      text: title,
      ...(subtitle && { subtitle }),
      anchor: "start",
      offset: 12,
      limit: width,
    },
    config: style,
    signals: [{ name: "clock", value: Object.fromEntries(ticks) }],
    scales: [
      { name: "time", domain: [...domain], range: "width" },
      { name: "color", type: "ordinal", domain: [...labels], range: labels.map(emotionColor) },
    ],
    legends: [legend],
    marks: rows.map((row, i) => ({
      ...rowMark(row, labels, pixelsPerSecond),
      name: `row-${i}`,
      encode: { enter: rowBackground(i * (rowHeight + rowGap), rowHeight) },
      scales: [{ name: "share", domain: [0, 1], range: [rowHeight, stripHeight] }],
      axes: axes(ticks.map(([time]) => time), i === rows.length - 1),
    })),
  };
}

const style: Config = {
  title: {
    color: ink,
    subtitleColor: ink,
    font: "sans-serif",
    subtitleFont: "sans-serif",
    fontSize: 16,
  },
  axis: {
    labelColor: ink,
    titleColor: ink,
    domainColor: ink,
    tickColor: ink,
    labelFont: "sans-serif",
    titleFont: "sans-serif",
    titleFontWeight: "normal",
  },
  legend: { labelColor: ink, labelFont: "sans-serif", labelFontSize: 12, symbolSize: 150 },
};

const legend: Legend = {
  fill: "color",
  orient: "top",
  direction: "horizontal",
  symbolType: "square",
  columnPadding: 16,
  offset: 16,
};

function rowBackground(y: number, height: number): EncodeEntry {
  return {
    y: { value: y },
    width: { value: width },
    height: { value: height },
    fill: { value: ink },
    fillOpacity: { value: 0.06 },
  };
}

function axes(times: number[], isLast: boolean): Axis[] {
  return [
    { orient: "left", scale: "share", format: ".0%", values: [0, 0.5, 1], title: "Probability" },
    {
      orient: "bottom",
      scale: "time",
      values: times,
      encode: { labels: { update: { text: { signal: "clock[datum.value]" } } } },
      ...(isLast && { title: "Time (m:ss)" }),
    },
  ];
}

/** What is drawn of one face, in the scales of its group. */
function rowMark(
  { title, points }: TimelineRow,
  labels: readonly string[],
  pixelsPerSecond: number,
): GroupMark {
  return {
    type: "group",
    title: { text: title, anchor: "start", fontSize: 13, offset: 6, frame: "group", limit: width },
    data: [
      { name: "areas", values: timelineAreas(points, labels) },
      { name: "strip", values: timelineStrip(points, labels, pixelsPerSecond) },
    ],
    marks: [areaMark, stripMark, stripTextMark],
  };
}

const areaMark: GroupMark = {
  type: "group",
  from: { facet: { name: "area", data: "areas", groupby: ["label", "segment"] } },
  marks: [markOf("area", "area", {
    x: { scale: "time", field: "time" },
    y: { scale: "share", field: "low" },
    y2: { scale: "share", field: "high" },
    fill: { scale: "color", field: "label" },
  })],
};

const stripMark = markOf("rect", "strip", {
  x: { scale: "time", field: "start" },
  x2: { scale: "time", field: "end" },
  y: { value: 0 },
  y2: { value: stripHeight - 2 },
  fill: { field: "fill" },
});

const stripTextMark = markOf("text", "strip", {
  x: { signal: "scale('time', (datum.start + datum.end) / 2)" },
  y: { value: (stripHeight - 2) / 2 },
  text: { field: "text" },
  fill: { field: "letters" },
  align: { value: "center" },
  baseline: { value: "middle" },
  font: { value: "sans-serif" },
  fontSize: { value: 11 },
});

/** One mark per row of a table. */
function markOf(type: "area" | "rect" | "text", data: string, enter: EncodeEntry): Mark {
  return { type, from: { data }, encode: { enter } };
}
