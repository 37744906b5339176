import { emotionColor } from "../draw/emotion_colors.ts";
import { escapeMarkup } from "./escape_markup.ts";
import { timeTicks } from "./time_ticks.ts";
import { type AreaVertex, timelineAreas } from "./timeline_areas.ts";
import type { TimelinePoint } from "./timeline_series.ts";
import { timelineStrip } from "./timeline_strip.ts";

/** One face in a chart. */
export interface TimelineRow {
  /** Title of the row. */
  readonly title: string;
  /** The share of time with each label, as text, or "". */
  readonly shares: string;
  /** What the face showed. */
  readonly points: readonly TimelinePoint[];
  /** The face as a `data:` URL of a picture. */
  readonly thumbnail?: string | undefined;
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

const width = 960, left = 64, right = 24;
const legendTop = 64, legendRow = 20;
const stripHeight = 20, rowGap = 74;

/**
 * Draws a timeline as SVG: for each face a strip with its label and, stacked below, the probabilities of
 * all labels.
 *
 * @param data What to show.
 * @returns The SVG, on white.
 *
 * @example
 * ```ts
 * import { timelineChart } from "./timeline_chart.ts";
 * import assert from "node:assert/strict";
 *
 * const data = { title: "a.mp4", subtitle: "", labels: ["happy", "sad"], rows: [] };
 * assert.match(timelineChart({ ...data, domain: [0, 60] }), /^<svg [^>]*>.*a\.mp4/s);
 * ```
 */
export function timelineChart({ title, subtitle, labels, domain, rows }: TimelineData): string {
  const areaHeight = rows.length > 1 ? 90 : 200;
  const rowHeight = stripHeight + areaHeight + rowGap;
  const legend = drawLegend(labels), top = legendTop + 12 + legend.rows * legendRow;
  const [fullWidth, height] = [left + width + right, top + rows.length * rowHeight];
  const body = rows.map((row, i) => {
    const place = `translate(${left},${top + 30 + i * rowHeight})`;
    return `<g class="row-${i}" transform="${place}">${
      drawRow(row, labels, domain, areaHeight)
    }</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${fullWidth} ${height}" \
width="${fullWidth}" height="${height}" font-family="sans-serif" font-size="12" fill="#17181a">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(left, 30, title, `font-size="16" font-weight="bold"`)}
${text(left, 50, subtitle)}
${legend.markup}
${body.join("\n")}
</svg>
`;
}

/** The labels and their colours, in as many rows as they need. */
function drawLegend(labels: readonly string[]): { markup: string; rows: number } {
  let x = left, y = legendTop;
  const entries = labels.map((label) => {
    const room = 18 + label.length * 7.5;
    if (x > left && x + room > left + width) {
      x = left;
      y += legendRow;
    }
    const entry = `<rect x="${x}" y="${y}" width="12" height="12" fill="${emotionColor(label)}"/>` +
      text(x + 18, y + 11, label);
    x += room + 20;
    return entry;
  });
  return { markup: entries.join(""), rows: (y - legendTop) / legendRow + 1 };
}

function drawRow(
  { title, shares, points }: TimelineRow,
  labels: readonly string[],
  domain: readonly [number, number],
  areaHeight: number,
): string {
  const perSecond = width / (domain[1] - domain[0]), height = stripHeight + areaHeight;
  const x = (time: number): number => round((time - domain[0]) * perSecond);
  const y = (share: number): number => round(height - share * areaHeight);
  const areas = Map.groupBy(
    timelineAreas(points, labels),
    ({ label, segment }) => `${segment} ${label}`,
  );
  return [
    text(0, -8, shares === "" ? title : `${title}: ${shares}`, `font-size="13"`),
    `<rect width="${width}" height="${height}" fill="#f0f0f0"/>`,
    ...areas.values().map((vertices) => drawArea(vertices, x, y)),
    ...timelineStrip(points, labels, perSecond).map(({ start, end, fill, letters, text: label }) =>
      `<rect x="${x(start)}" width="${round(x(end) - x(start))}" height="${
        stripHeight - 2
      }" fill="${fill}"/>` + (label === "" ? "" : text(
        x((start + end) / 2),
        13,
        label,
        `text-anchor="middle" fill="${letters === "currentColor" ? "#17181a" : letters}"`,
      ))
    ),
    ...[0, 0.5, 1].map((share) => text(-8, y(share) + 4, `${share * 100}%`, `text-anchor="end"`)),
    ...timeTicks(domain).map(([time, label]) =>
      `<path d="M${x(time)} ${height}v5" stroke="#17181a"/>` +
      text(x(time), height + 19, label, `text-anchor="middle"`)
    ),
  ].join("");
}

/** One label's area: along its lower edge and back along its upper edge. */
function drawArea(
  vertices: readonly AreaVertex[],
  x: (time: number) => number,
  y: (share: number) => number,
): string {
  const there = vertices.map(({ time, low }) => `${x(time)} ${y(low)}`);
  const back = vertices.toReversed().map(({ time, high }) => `${x(time)} ${y(high)}`);
  const color = emotionColor(vertices[0]!.label);
  return `<path d="M${[...there, ...back].join("L")}Z" fill="${color}"/>`;
}

function text(x: number, y: number, words: string, attributes = ""): string {
  if (words === "") return "";
  return `<text x="${x}" y="${y}" ${attributes}>${escapeMarkup(words)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
