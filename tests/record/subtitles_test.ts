import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { OptionError } from "../../src/errors.ts";
import type { FrameResult } from "../../src/result.ts";
import { Subtitles } from "../../src/record/subtitles.ts";
import { Browser } from "../support/browser.ts";
import { chromiumTest } from "../support/chromium.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { recordAt, recordsOf } from "../support/records.ts";

/** The file that these records make, as the command line writes it. */
function fileOf(format: "srt" | "vtt", records: FrameResult[]): string {
  const subtitles = new Subtitles(format);
  const texts = records.map((record) => subtitles.format(record, { still: false }));
  return [subtitles.header ?? "", ...texts, subtitles.finish()]
    .filter((text) => text !== "").map((text) => `${text}\n`).join("");
}

const left = { id: 2, emotion: "sad", box: { x: 0, y: 200, width: 80, height: 90 } };
const right = { id: 1, emotion: "happy", box: { x: 200, y: 60, width: 100, height: 100 } };

Deno.test("Subtitles srt numbers the cues and, from the second face on, the faces", () => {
  const records = [
    ...recordsOf(0, 2, right),
    ...recordsOf(2, 4, left, right),
    ...recordsOf(4, 5),
    ...recordsOf(3600, 3602, { ...right, uncertain: true }),
  ];
  assert.equal(
    fileOf("srt", records),
    `1
00:00:00,000 --> 00:00:02,000
happy

2
00:00:02,000 --> 00:00:04,000
1 happy  2 sad

3
01:00:00,000 --> 01:00:02,000
1 uncertain

`,
  );
});

Deno.test("Subtitles vtt shows each label at its face, in order of start", () => {
  const records = [
    ...recordsOf(0, 2, right),
    ...recordsOf(2, 4, left, right),
    ...recordsOf(4, 6, { ...right, emotion: "sad" }),
  ];
  assert.equal(
    fileOf("vtt", records),
    `WEBVTT

00:00:00.000 --> 00:00:02.000 position:63% line:54%
happy

00:00:02.000 --> 00:00:04.000 position:63% line:54%
1 happy

00:00:02.000 --> 00:00:04.000 position:15% line:59%
2 sad

00:00:04.000 --> 00:00:06.000 position:63% line:54%
1 sad

`,
  );
});

Deno.test("Subtitles of a crowd are one cue in reading order, which lasts while people move", () => {
  const at = (id: number, x: number, y: number) => ({ id, box: { x, y, width: 40, height: 40 } });
  const crowd = [at(1, 300, 12), at(2, 200, 120), at(3, 20, 0), at(4, 100, 130), at(5, 160, 8)];
  const moved = crowd.map(({ id, box }) => ({ id, box: { ...box, x: 360 - box.x } }));
  const records = [...recordsOf(0, 2, ...crowd), ...recordsOf(2, 4, ...moved)];
  assert.equal(
    fileOf("vtt", records),
    "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n3 happy  5 happy  1 happy\n4 happy  2 happy\n\n",
  );
  assert.match(fileOf("srt", records), /,000\n3 happy {2}5 happy {2}1 happy\n4 happy {2}2 happy\n/);
});

Deno.test("Subtitles vtt share one cue where labels would overlap, and part again", () => {
  const at = (id: number, x: number) => ({ id, box: { x, y: 100, width: 40, height: 40 } });
  const records = [
    ...recordsOf(0, 2, at(1, 300), at(2, 40)),
    ...recordsOf(2, 4, at(1, 120), at(2, 80)),
  ];
  assert.deepEqual(fileOf("vtt", records).match(/^\d\d:.*\n.*$/gm), [
    "00:00:00.000 --> 00:00:02.000 position:80% line:48%\n1 happy",
    "00:00:00.000 --> 00:00:02.000 position:15% line:48%\n2 happy",
    "00:00:02.000 --> 00:00:04.000\n2 happy  1 happy",
  ]);
});

Deno.test("Subtitles of faces without ids name them from left to right", () => {
  const faces = [right, left].map(({ emotion, box }) => ({ emotion, box: { ...box, y: 60 } }));
  for (const format of ["srt", "vtt"] as const) {
    assert.match(fileOf(format, recordsOf(0, 2, ...faces)), /00.02[.,]000\nsad, happy\n/);
  }
});

Deno.test("Subtitles do not count a face that has no id yet", () => {
  const stranger = { emotion: "sad", box: left.box };
  const records = [...recordsOf(0, 1, right), recordAt(1, right, stranger), recordAt(1.04, right)];
  assert.match(fileOf("srt", records), /\nhappy\n/);
});

Deno.test("Subtitles are empty without faces", () => {
  assert.equal(fileOf("srt", recordsOf(0, 2)), "");
  assert.equal(fileOf("vtt", []), "WEBVTT\n\n");
});

Deno.test("Subtitles end a cue when a source pauses", () => {
  const records = [...recordsOf(0, 2, right), ...recordsOf(60, 62, right)];
  assert.deepEqual(fileOf("srt", records).match(/\S+ --> \S+/g), [
    "00:00:00,000 --> 00:00:02,960",
    "00:01:00,000 --> 00:01:02,000",
  ]);
});

Deno.test("Subtitles escape labels that look like markup", () => {
  const records = recordsOf(0, 1, { ...right, emotion: "a<b> & {c}\n-->" });
  assert.match(fileOf("srt", records), /\na‹b> & \(c} ->\n/);
  assert.match(fileOf("vtt", records), /\na&lt;b&gt; &amp; \{c} --&gt;\n/);
});

Deno.test("Subtitles refuse pictures and a second video", () => {
  const subtitles = new Subtitles("srt");
  subtitles.format(recordAt(0), { still: false });
  subtitles.finish();
  const refuses = (record: FrameResult, still: boolean, message: RegExp) =>
    assert.throws(
      () => subtitles.format(record, { still }),
      (error) => error instanceof OptionError && message.test(error.message),
    );
  refuses({ ...recordAt(0), source: "a.jpg" }, true, /^Cannot write subtitles: a\.jpg is a pict/);
  refuses({ ...recordAt(0), source: "b.mp4" }, false, /b\.mp4 is a second one$/);
  subtitles.format(recordAt(5), { still: false });
  refuses(recordAt(3), false, /goes back from 5 s to 3 s$/);
});

ffmpegTest("Subtitles are read by ffmpeg and can be added to a video", async (t) => {
  const folder = await Deno.makeTempDir();
  const records = [
    ...recordsOf(0, 4, right),
    ...recordsOf(4, 4.3, { ...right, emotion: "sad" }),
    ...recordsOf(4.3, 12, left, right),
  ];
  const kinds = [["srt", "mov_text", "clip.mp4"], ["vtt", "webvtt", "clip.mkv"]] as const;
  for (const [format, codec, name] of kinds) {
    await t.step(format, async () => {
      const file = `${folder}/clip.${format}`, film = `${folder}/${name}`;
      await Deno.writeTextFile(file, fileOf(format, records));
      const inputs = ["-i", fixture("webcam.mp4"), "-i", file];
      await ffmpeg([...inputs, "-map", "0:v", "-map", "1", "-c:v", "copy", "-c:s", codec, film]);
      const muxer = format === "vtt" ? "webvtt" : "srt";
      const back = await ffmpeg(["-i", film, "-map", "0:s", "-f", muxer, "-"]);
      const cues = (text: string) =>
        [...text.matchAll(/([\d:,.]+) --> ([\d:,.]+).*\n(.*)\n/g)].map(([, from, to, label]) => [
          ...[from, to].map((clock) => clock!.replace(",", ".").replace(/^(00:)+/, "")),
          label,
        ]);
      const written = cues(await Deno.readTextFile(file));
      assert.deepEqual(cues(new TextDecoder().decode(back)), written);
      assert.equal(written.length, format === "srt" ? 2 : 3);
    });
  }
  await Deno.remove(folder, { recursive: true });
});

chromiumTest("Subtitles are read by a browser, with their positions", async () => {
  const records = [
    ...recordsOf(0, 4, right),
    ...recordsOf(4, 12, { ...left, emotion: "<sad> & more" }, right),
  ];
  const url = `data:text/vtt;base64,${btoa(fileOf("vtt", records))}`;
  const path = await Deno.makeTempFile({ suffix: ".html" });
  await Deno.writeTextFile(
    path,
    `<video><track default src="${url}"></video><pre></pre><script>
      const track = document.querySelector("track");
      track.track.mode = "showing";
      track.onload = () => {
        const cues = [...track.track.cues].map(({ startTime, endTime, position, line, text }) =>
          [startTime, endTime, position, line, text]);
        document.querySelector("pre").textContent = JSON.stringify(cues);
      };
    </script>`,
  );
  await using browser = await Browser.start();
  await browser.open(pathToFileURL(path).href);
  const found = `document.querySelector("pre").textContent`;
  await browser.until(`${found} !== ""`);
  const cues = JSON.parse(await browser.evaluate(found));
  await Deno.remove(path);
  assert.deepEqual(cues, [
    [0, 4, 63, 54, "happy"],
    [4, 12, 63, 54, "1 happy"],
    [4, 12, 15, 59, "2 &lt;sad&gt; &amp; more"],
  ]);
});

Deno.test("Subtitles take a face that is seen once, and nobody after it", () => {
  const { id: _, ...lone } = right;
  const records = [...recordsOf(0, 0.04, lone), ...recordsOf(0.04, 1), ...recordsOf(1, 1.04, lone)];
  for (const format of ["srt", "vtt"] as const) {
    assert.match(fileOf(format, records), /\nhappy\n/);
  }
});
