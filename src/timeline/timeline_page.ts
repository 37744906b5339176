import { emotionColor } from "../draw/emotion_colors.ts";
import { inkOn } from "../draw/ink.ts";
import { formatTime } from "../record/format_time.ts";
import { escapeMarkup } from "./escape_markup.ts";
import type { TimelineData, TimelineRow } from "./timeline_chart.ts";
import { timelineScript } from "./timeline_script.ts";
import { timelineStyle } from "./timeline_style.ts";

/**
 * Makes an HTML page of a timeline, light or dark like the reader's system: each face can be zoomed and
 * read value by value, by mouse, touch and keyboard. It loads nothing but the video.
 *
 * @param data The contents.
 * @param video The address of the video relative to the page, if it lies beside it.
 * @returns The HTML.
 *
 * @example
 * ```ts
 * import { timelinePage } from "./timeline_page.ts";
 * import assert from "node:assert/strict";
 *
 * const data = { title: "<a>", subtitle: "", labels: [], domain: [0, 1] as const, rows: [] };
 * assert.match(timelinePage(data), /<title>&lt;a&gt;<\/title>/);
 * ```
 */
export function timelinePage(data: TimelineData, video?: string): string {
  const { title, subtitle, labels, domain, rows } = data;
  const values = {
    domain,
    labels,
    colors: labels.map(emotionColor),
    inks: labels.map((label) => inkOn(emotionColor(label))),
    rows: rows.map(({ points }) =>
      points.map(({ start, end, seconds, weights, held }) => [
        ...[start, end].map((time) => Number(time.toFixed(3))),
        held.indexOf(Math.max(...held)),
        ...weights.map((weight) => Math.round(weight / seconds * 1000) / 10),
      ])
    ),
  };
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>
${timelineStyle}
</style>
<main>
<header class="top">
<h1>${escapeMarkup(title)}</h1>
<p>${escapeMarkup(subtitle)}</p>
<ul class="legend" aria-label="Colours">${
    labels.map((label) =>
      `<li><i style="background:${emotionColor(label)}"></i>${escapeMarkup(label)}</li>`
    ).join("")
  }</ul>
${
    video === undefined
      ? ""
      : `<video src="${escapeMarkup(video)}" controls preload="metadata" hidden></video>`
  }
<p class="tools"><button type="button" id="in">Zoom in</button>
<button type="button" id="out">Zoom out</button>
<button type="button" id="all">Whole video</button>
<span>Drag to move, pinch or Ctrl and wheel to zoom, arrow keys to read.</span></p>
</header>
${rows.map(drawRow).join("\n")}
</main>
<script type="application/json" id="data">${escapeJson(JSON.stringify(values))}</script>
<script>
const clock = ${formatTime.toString()};
${timelineScript}
</script>
</html>
`;
}

function drawRow({ title, shares, thumbnail, points }: TimelineRow, index: number): string {
  const picture = thumbnail === undefined
    ? ""
    : `<img src="${thumbnail}" alt="" width="56" height="56">`;
  const plot = points.length === 0
    ? ""
    : `<canvas tabindex="0" role="slider" aria-label="Time of ${
      escapeMarkup(title)
    }" aria-valuemin="0" aria-valuemax="0" aria-valuenow="0"></canvas>
<p class="values"></p>`;
  return `<section aria-labelledby="row-${index}">
<header>${picture}<div><h2 id="row-${index}">${escapeMarkup(title)}</h2>
<p>${escapeMarkup(shares)}</p></div></header>
${plot}
</section>`;
}

/** Escapes what would end the script element. */
function escapeJson(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
