import assert from "node:assert/strict";
import { timelineChart } from "../../src/timeline/timeline_chart.ts";
import { fileURLToPath, pathToFileURL } from "node:url";
import { MienError } from "../../src/errors.ts";
import { decodeImage } from "../../src/image/decode_image.ts";
import { createFrame } from "../../src/image/frame.ts";
import type { FrameResult } from "../../src/result.ts";
import { Timeline } from "../../src/timeline/timeline.ts";
import { violations } from "../support/axe.ts";
import { Browser } from "../support/browser.ts";
import { chromiumTest } from "../support/chromium.ts";
import { fixture } from "../support/ffmpeg.ts";
import { recordAt, recordsOf } from "../support/records.ts";

const pixel = new Uint8Array(1);
const frame = createFrame("gray", 1, 1, pixel);
const happy = { id: 1, emotion: "happy" };
const sad = { id: 2, emotion: "sad" };

/** Gives a path in a folder that goes away with the test. */
async function withPath(name: string, test: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(`${folder}/${name}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function draw(path: string, records: Iterable<FrameResult>): Promise<string> {
  {
    await using timeline = await Timeline.open(path);
    for (const record of records) timeline.write(record, frame);
  }
  return await Deno.readTextFile(path);
}

/** The texts of a chart. */
function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]+)</g)].map(([, text]) => text!);
}

Deno.test("Timeline draws a row for each face, with axes, titles and a legend", () =>
  withPath("a.svg", async (path) => {
    const svg = await draw(path, [...recordsOf(0, 40, happy), ...recordsOf(40, 65, sad, happy)]);
    const texts = textsOf(svg);
    for (
      const text of [
        ...["Emotions in clip.mp4", "#1, seen for 1:05: happy 100%", "#2, seen for 0:25: sad 100%"],
        ...["0%", "50%", "100%", "0:40", "1:00", "happy", "sad"],
      ]
    ) {
      assert(texts.includes(text), `${text} is missing in ${texts.join(", ")}`);
    }
  }));

Deno.test("Timeline draws the eight faces seen longest and says so", () =>
  withPath("a.svg", async (path) => {
    const records = Array.from({ length: 50 }, (_, i) => {
      const id = i + 1;
      return recordsOf(10 * i, 10 * i + (id % 6 === 0 ? 9 : 3), { id, emotion: "happy" });
    });
    const texts = textsOf(await draw(path, records.flat()));
    assert(texts.includes("The 8 faces seen longest of 50"), texts.join(", "));
    const faces = texts.filter((text) => text.startsWith("#"));
    assert.deepEqual(
      faces.map((text) => text.split(",")[0]),
      [6, 12, 18, 24, 30, 36, 42, 48].map((id) => `#${id}`),
    );
  }));

Deno.test("Timeline draws the mean of faces without ids", () =>
  withPath("a.svg", async (path) => {
    const faces = [{ emotion: "happy" }, { emotion: "sad" }];
    const texts = textsOf(await draw(path, recordsOf(0, 5, ...faces)));
    const row = "All faces, mean, seen for 0:05: happy 50%, sad 50%";
    assert(texts.includes(row), texts.join(", "));
  }));

Deno.test("Timeline leaves out faces that have no id yet", () =>
  withPath("a.svg", async (path) => {
    const records = [recordAt(0, { emotion: "happy" }), ...recordsOf(0.04, 5, happy)];
    const rows = textsOf(await draw(path, records)).filter((text) => /seen for/.test(text));
    assert.deepEqual(rows, ["#1, seen for 0:05: happy 100%"]);
  }));

Deno.test("Timeline names the videos if there are several", () =>
  withPath("a.svg", async (path) => {
    const second = recordsOf(0, 5, happy).map((record) => ({ ...record, source: "b.mp4" }));
    const texts = textsOf(await draw(path, [...recordsOf(0, 5, happy), ...second]));
    assert.equal(texts.filter((text) => /mp4: #1, seen for 0:05/.test(text)).length, 2);
    assert(texts.includes("Emotions in 2 videos"));
  }));

Deno.test("Timeline leaves out pictures and says if no face was seen", () =>
  withPath("a.svg", async (path) => {
    {
      await using timeline = await Timeline.open(path);
      timeline.write(recordAt(0, happy), createFrame("gray", 1, 1, pixel, { still: true }));
    }
    const none = textsOf(await Deno.readTextFile(path));
    assert(none.includes("No video was seen") && none.includes("Pictures have no time"));
    const empty = textsOf(await draw(path, [recordAt(0)]));
    assert(empty.includes("No face was seen"));
    const one = textsOf(await draw(path, [recordAt(0, happy)]));
    assert(one.includes("#1, seen for 0:00: happy 100%"), "a video of one frame");
  }));

Deno.test("Timeline names a video without its folder, and a pipe as standard input", () =>
  withPath("a.svg", async (path) => {
    const titleOf = async (source: string) =>
      textsOf(await draw(path, [{ ...recordAt(0, happy), source }]))
        .find((text) => text.startsWith("Emotions in "));
    assert.equal(await titleOf("/a/b/talk.mp4"), "Emotions in talk.mp4");
    assert.equal(await titleOf("-"), "Emotions in standard input");
    assert.equal(await titleOf("http://host/a.mp4"), "Emotions in http://host/a.mp4");
  }));

Deno.test("Timeline stays small for a whole day", () =>
  withPath("a.html", async (path) => {
    const records = Array.from({ length: 86_400 }, (_, i) => recordAt(i, happy, sad));
    const html = await draw(path, records);
    assert(html.length < 2_000_000, `${html.length} characters`);
    assert(html.includes('"domain":[0,86400'));
  }));

Deno.test("Timeline.open() refuses a file that it cannot write", async () => {
  const fails = (path: string, code: string, message: RegExp) =>
    assert.rejects(
      () => Timeline.open(path),
      (error) => error instanceof MienError && error.code === code && message.test(error.message),
    );
  await fails("a.png", "option-invalid", /^Cannot draw a timeline into a\.png: .*\.svg or \.html$/);
  const missing = "/no/such/folder/a.svg";
  await fails(missing, "output-unwritable", /^Cannot write .*a\.svg: there is no such folder$/);
});

Deno.test("Timeline only needs the permission to write, and names it", async () => {
  const script = `
    import { Timeline } from ${
    JSON.stringify(import.meta.resolve("../../src/timeline/timeline.ts"))
  };
    try {
      await using timeline = await Timeline.open(Deno.args[0]);
    } catch (error) {
      console.log(error.permission, error.message);
    }
  `;
  await withPath("a.svg", async (path) => {
    const file = `${path}.ts`;
    await Deno.writeTextFile(file, script);
    const run = async (...permissions: string[]) => {
      const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--config", config, ...permissions, file, path],
        stdout: "piped",
      }).output();
      return new TextDecoder().decode(stdout);
    };
    const message = `Cannot write ${path}: writing to it is not permitted`;
    assert.equal(await run(), `write=${path} ${message}\n`);
    assert.equal(await run(`--allow-write=${path}`), "");
  });
});

/** The colour of a pixel of a screenshot as `#rrggbb`. */
async function colorsOf(path: string): Promise<(x: number, y: number) => string> {
  const { data, width, format } = await decodeImage(await Deno.readFile(path));
  const samples = format === "rgba" ? 4 : 3;
  return (x, y) => {
    const at = (y * width + x) * samples;
    return `#${
      [...data.subarray(at, at + 3)].map((b) => b.toString(16).padStart(2, "0")).join("")
    }`;
  };
}

/** Two faces, one of them away from second 4 to 6. */
const comings = [
  ...recordsOf(0, 4, happy, { ...sad, confidence: 0.6 }),
  ...recordsOf(4, 6, { ...sad, confidence: 0.6 }),
  ...recordsOf(6, 10, happy, { ...sad, confidence: 0.6 }),
];

chromiumTest(
  "Timeline is drawn by a browser, with a gap where a face is away",
  () =>
    withPath("a.svg", async (path) => {
      const svg = await draw(path, comings);
      await using browser = await Browser.start();
      await browser.open(pathToFileURL(path).href);
      await browser.screenshot(`${path}.png`);
      const color = await colorsOf(`${path}.png`);
      const rows = [...svg.matchAll(/class="row-\d" transform="translate\((\d+),(\d+)\)/g)];
      assert.equal(rows.length, 2);
      const at = (second: number, row: number, below: number) =>
        color(
          Number(rows[row]![1]) + Math.round(second * 96),
          Number(rows[row]![2]) + below,
        );
      const [yellow, blue] = ["#f0e442", "#0068b0"];
      assert.deepEqual([2, 8].map((s) => at(s + 0.5, 0, 4)), [yellow, yellow], "strip of face 1");
      assert.deepEqual([2, 8].map((s) => at(s, 0, 80)), [yellow, yellow], "area of face 1");
      const absent = [3.97, 4.05, 5, 5.95, 6.03].map((s) => at(s, 0, 80));
      assert.deepEqual(absent, [yellow, "#f0f0f0", "#f0f0f0", "#f0f0f0", yellow]);
      assert.deepEqual([at(5.3, 1, 4), at(5, 1, 40), at(5, 1, 90)], [blue, blue, yellow], "face 2");
      assert.equal(color(5, 5), "#ffffff");
    }),
);

chromiumTest(
  "Timeline makes a page to read each value by keyboard and touch",
  () =>
    withPath("a <b>.html", async (path) => {
      const source = "</script><script>nope()</script>.mp4";
      const html = await draw(path, comings.map((record) => ({ ...record, source })));
      assert.doesNotMatch(html, /https?:|src="(?!data:)|import\(/);
      await using browser = await Browser.start();
      await browser.open(pathToFileURL(path).href);
      const canvas = `document.querySelector("canvas")`;
      const read = async () => await browser.evaluate(`${canvas}.getAttribute("aria-valuetext")`);
      assert.equal(await read(), "0:00.0, happy 90%, sad 10%");
      await browser.evaluate(`${canvas}.focus()`);
      const press = (key: string) =>
        browser.evaluate(`new Promise((resolve) => {
        ${canvas}.dispatchEvent(new KeyboardEvent("keydown", { key: "${key}" }));
        requestAnimationFrame(resolve);
      })`);
      await press("PageUp");
      await press("PageUp");
      assert.equal(await read(), "0:05.0, not seen");
      await press("End");
      assert.equal(await read(), "0:10.0, happy 90%, sad 10%");
      for (let i = 0; i < 4; i++) await press("+");
      assert.deepEqual(await browser.evaluate("view"), [9.375, 10]);
      await browser.evaluate(`document.querySelector("#all").click()`);
      const { x, y } = await browser.evaluate(`${canvas}.getBoundingClientRect().toJSON()`);
      const touch = { x: x + 200, y: y + 40 };
      await browser.send("Emulation.setTouchEmulationEnabled", { enabled: true });
      await browser.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [touch] });
      await browser.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
      await browser.until(
        `/^0:01\\.[0-9], happy 90%/.test(document.querySelector(".values").innerText)`,
      );
      assert.deepEqual(browser.complaints, []);
    }),
);

chromiumTest(
  "Timeline's page passes axe on desktops and phones, light and dark, with the video",
  () =>
    withPath("a.html", async (path) => {
      const source = `${path}.mp4`;
      await Deno.copyFile(fixture("webcam.mp4"), source);
      const wide = createFrame("rgb24", 400, 300, new Uint8Array(400 * 300 * 3));
      {
        await using timeline = await Timeline.open(path);
        for (const record of comings) timeline.write({ ...record, source }, wide);
      }
      await using browser = await Browser.start();
      await browser.open(pathToFileURL(path).href);
      await browser.until(`!document.querySelector("video").hidden`);
      assert.equal(await browser.evaluate(`document.querySelectorAll("section img").length`), 2);
      for (const [scheme, paper] of [["light", "#ffffff"], ["dark", "#121212"]] as const) {
        await browser.prefer({ "prefers-color-scheme": scheme });
        assert.deepEqual(await violations(browser), [], scheme);
        await browser.screenshot(`${path}.png`);
        assert.equal((await colorsOf(`${path}.png`))(5, 5), paper);
      }
      const phone = { width: 320, height: 640, deviceScaleFactor: 2, mobile: true };
      await browser.send("Emulation.setDeviceMetricsOverride", phone);
      assert.deepEqual(await violations(browser), []);
      assert.equal(await browser.evaluate("document.documentElement.scrollWidth"), 320);
      await browser.evaluate("seek(8)");
      await browser.until("video.currentTime >= 8");
    }),
);

Deno.test("Timeline leaves out pictures of faces if asked", () =>
  withPath("a.html", async (path) => {
    const wide = createFrame("rgb24", 400, 300, new Uint8Array(400 * 300 * 3));
    {
      await using timeline = await Timeline.open(path, { thumbnails: false });
      for (const record of comings) timeline.write(record, wide);
    }
    assert.doesNotMatch(await Deno.readTextFile(path), /data:image/);
  }));

Deno.test("timelineChart() keeps every label within the chart, and control characters out", () => {
  const labels = Array.from({ length: 12 }, (_, i) => `expression${i}`);
  const chart = timelineChart({
    ...{ title: "a\x1bb.mp4", subtitle: "", labels, rows: [], domain: [0, 60] },
  });
  const [, width] = /width="(\d+)"/.exec(chart)!;
  const places = [...chart.matchAll(/<rect x="([\d.]+)" y="(\d+)" width="12"/g)];
  assert.equal(places.length, 12);
  for (const [, x] of places) assert(Number(x) + 120 < Number(width), x);
  assert.doesNotMatch(chart.replaceAll("\n", ""), /\p{Cc}/u);
});
