import * as vega from "npm:vega@6.4.0";
import type { Sample, Soak } from "./samples.ts";

/** How many points of a run are drawn. */
const points = 100;

/** Draws memory, and what was done in a second of the processor's time, over each run, as SVG. */
export async function plot(soaks: readonly Soak[]): Promise<string> {
  const values = soaks.flatMap(({ name, samples }) =>
    thinned(samples).map(({ done, bytes, cpuSeconds }, i, all) => ({
      name,
      share: done / all.at(-1)!.done,
      megabytes: bytes / 1e6,
      rate: i === 0 ? null : (done - all[i - 1]!.done) / (cpuSeconds - all[i - 1]!.cpuSeconds),
    }))
  );
  const view = new vega.View(vega.parse(spec(values)), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}

function thinned(samples: readonly Sample[]): Sample[] {
  const step = Math.max(1, Math.floor(samples.length / points));
  return samples.filter((_, i) => i % step === 0 || i === samples.length - 1);
}

function spec(values: readonly unknown[]): vega.Spec {
  const panel = (field: string, title: string): vega.GroupMark => ({
    type: "group",
    encode: { enter: { width: { value: 560 }, height: { value: 180 } } },
    scales: [{
      name: "y",
      ...field === "rate" ? { type: "log" } : { type: "linear", zero: true },
      domain: { data: "samples", field },
      range: [180, 0],
      nice: true,
    }],
    axes: [
      { orient: "bottom", scale: "x", format: "%", grid: true },
      { orient: "left", scale: "y", title, grid: true, tickCount: 5 },
    ],
    marks: [{
      type: "group",
      from: { facet: { name: "run", data: "samples", groupby: "name" } },
      marks: [{
        type: "line",
        from: { data: "run" },
        encode: {
          enter: {
            x: { scale: "x", field: "share" },
            y: { scale: "y", field },
            stroke: { scale: "color", field: "name" },
            strokeWidth: { value: 1.5 },
            defined: { signal: `isValid(datum.${field}) && isFinite(datum.${field})` },
          },
        },
      }],
    }],
  });
  return {
    $schema: "https://vega.github.io/schema/vega/v6.json",
    background: "#ffffff",
    padding: 8,
    layout: { columns: 1, padding: 24 },
    data: [{ name: "samples", values: [...values] }],
    scales: [
      { name: "x", type: "linear", domain: [0, 1], range: [0, 560] },
      {
        name: "color",
        type: "ordinal",
        domain: { data: "samples", field: "name" },
        range: { scheme: "tableau10" },
      },
    ],
    legends: [{ stroke: "color", orient: "bottom", direction: "horizontal", columns: 3 }],
    marks: [panel("megabytes", "memory in MB"), panel("rate", "done per CPU second")],
  };
}
