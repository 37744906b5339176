import { formatTime } from "../record/format_time.ts";
import type { TimelineData } from "./timeline_chart.ts";

/**
 * Makes an HTML page of a chart: light or dark like the reader's system, with the values at the
 * pointer. It loads nothing.
 *
 * @param svg The chart, without a background.
 * @param data The contents of the chart.
 * @returns The HTML.
 *
 * @example
 * ```ts
 * import { timelinePage } from "./timeline_page.ts";
 * import assert from "node:assert/strict";
 *
 * const data = { title: "<a>", subtitle: "", labels: [], domain: [0, 1] as const, rows: [] };
 * assert.match(timelinePage("<svg></svg>", data), /<title>&lt;a&gt;<\/title>/);
 * ```
 */
export function timelinePage(svg: string, data: TimelineData): string {
  const rows = data.rows.map(({ title, points }) => ({
    title,
    points: points.map(({ start, end, seconds, weights }) => [
      ...[start, end].map((time) => Number(time.toFixed(3))),
      ...weights.map((weight) => Math.round(weight / seconds * 100)),
    ]),
  }));
  const values = { labels: data.labels, domain: data.domain, rows };
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(data.title)}</title>
<style>
${style}
</style>
${svg}
<div id="values" role="status" hidden></div>
<script type="application/json" id="data">${escapeJson(JSON.stringify(values))}</script>
<script>
const clock = ${formatTime.toString()};
${script}
</script>
</html>
`;
}

const style = `:root { color-scheme: light dark; }
body { margin: 1rem; }
svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
#values {
  position: fixed; padding: .4em .6em; border: 1px solid; border-radius: .3em;
  background: Canvas; color: CanvasText; font: 13px/1.4 sans-serif;
  white-space: pre; pointer-events: none;
}`;

const script =
  `const { labels, domain, rows } = JSON.parse(document.getElementById("data").textContent);
const values = document.getElementById("values");
const boxes = rows.map((_, i) => document.querySelector(".row-" + i + " > g > path.background"));

function textAt(x, y) {
  for (const [i, { title, points }] of rows.entries()) {
    const box = boxes[i].getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
    const time = domain[0] + (x - box.left) / box.width * (domain[1] - domain[0]);
    const [, , ...percents] = points.find(([start, end]) => time >= start && time < end) ?? [];
    const lines = percents.map((percent, k) => [percent, labels[k]]).sort((a, b) => b[0] - a[0])
      .map(([percent, label]) => label + " " + percent + "%");
    return [title, clock(time, 1), ...(lines.length ? lines : ["not seen"])].join("\\n");
  }
}

addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
  const text = textAt(x, y);
  values.hidden = text === undefined;
  if (values.hidden) return;
  values.textContent = text;
  values.style.left = Math.min(x + 16, innerWidth - values.offsetWidth - 8) + "px";
  values.style.top = Math.min(y + 16, innerHeight - values.offsetHeight - 8) + "px";
});`;

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Escapes what would end the script element. */
function escapeJson(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
