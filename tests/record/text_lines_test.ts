import assert from "node:assert/strict";
import { TextLines, type TextOptions } from "../../src/record/text_lines.ts";
import type { FrameResult } from "../../src/result.ts";
import { type FaceSketch, recordAt, recordsOf } from "../support/records.ts";

const still = { still: true }, video = { still: false };

/** What is written of a video. */
function linesOf(records: readonly FrameResult[], options?: TextOptions): string[] {
  const lines = new TextLines(options);
  const texts = [...records.map((it) => lines.format(it, video)), lines.finish()];
  return texts.flatMap((text) => text === "" ? [] : text.split("\n"));
}

Deno.test("TextLines writes a line when a face comes, changes its label or has gone", () => {
  const records = [
    // A face gets its number in the second frame.
    recordAt(0, {}),
    ...recordsOf(0.04, 1, { id: 1 }),
    ...recordsOf(1, 2, { id: 1 }, { id: 10, emotion: "sad", confidence: 0.6 }),
    ...recordsOf(2, 3, { id: 1, confidence: 0.45, uncertain: true, reasons: ["close"] }, {
      id: 10,
      emotion: "sad",
    }),
    ...recordsOf(3, 5, { id: 10, emotion: "sad" }),
  ];
  assert.deepEqual(linesOf(records), [
    "0:00.0  #1  happy 90%",
    "0:01.0  #10  sad 60%",
    "0:02.3  #1   uncertain (happy 45%)",
    "0:04.0  #1   gone",
  ]);
});

Deno.test("TextLines leaves out doubts that are short, unless a face comes with them", () => {
  const doubt = { id: 1, confidence: 0.45, uncertain: true } as const;
  const records = [
    ...recordsOf(0, 0.2, doubt),
    ...recordsOf(0.2, 1, { id: 1 }),
    ...recordsOf(1, 1.2, doubt),
    ...recordsOf(1.2, 2, { id: 1, emotion: "sad" }),
    ...recordsOf(2, 2.2, doubt),
    ...recordsOf(2.2, 3, { id: 1, emotion: "sad" }),
  ];
  assert.deepEqual(linesOf(records), [
    "0:00.0  #1  uncertain (happy 45%)",
    "0:00.2  #1  happy 90%",
    "0:01.2  #1  sad 90%",
  ]);
});

Deno.test("TextLines does not lose a face that is away for a moment", () => {
  const face = { id: 1 };
  const records = [...recordsOf(0, 1, face), ...recordsOf(1, 1.8), ...recordsOf(1.8, 3, face)];
  assert.deepEqual(linesOf(records), ["0:00.0  #1  happy 90%"]);
});

Deno.test("TextLines says that a video begins without a face, and shows one of a single frame", () => {
  assert.deepEqual(linesOf(recordsOf(0, 1)), ["0:00.0  no face"]);
  assert.deepEqual(linesOf([recordAt(0, {}, { emotion: "sad" })]), [
    "0:00.0  happy 90%",
    "0:00.0  sad 90%",
  ]);
});

Deno.test("TextLines begins anew with each source, and names them", () => {
  const lines = new TextLines({ showSource: true });
  const one = recordAt(1, { id: 1 });
  for (const source of ["a.mp4", "b.mp4"]) {
    assert.equal(lines.format({ ...one, source }, video), `${source}  0:01.0  #1  happy 90%`);
    assert.equal(lines.finish(), "");
  }
});

Deno.test("TextLines numbers the faces of a picture and aligns them within the columns", () => {
  const faces: FaceSketch[] = [{}, { emotion: "sad" }, { confidence: 0.4, uncertain: true }];
  const picture = { ...recordAt(0, ...faces), source: "a.jpg" };
  const one = { ...picture, faces: picture.faces.slice(0, 1) };
  const at = (options: TextOptions) => new TextLines(options).format(picture, still);
  assert.equal(at({}), "a.jpg  #1 happy 90%  #2 sad 90%  #3 uncertain (happy 40%)");
  assert.equal(
    at({ columns: 60, sourceWidth: 8 }),
    "a.jpg     #1 happy 90%              #2 sad 90%\n" +
      "          #3 uncertain (happy 40%)",
  );
  assert.equal(at({ columns: 10 }).split("\n").length, 3);
  assert.equal(new TextLines().format(one, still), "a.jpg  happy 90%");
  assert.equal(new TextLines().format({ ...one, faces: [] }, still), "a.jpg  no face");
});

Deno.test("TextLines colours labels without changing the columns", () => {
  const picture = recordAt(0, {}, { emotion: "sad" }, {});
  const paint = (text: string, emotion = "none") => `\x1b[${emotion.length}m${text}\x1b[0m`;
  const colored = new TextLines({ columns: 40, paint }).format(picture, still);
  assert.ok(colored.includes("\x1b[5mhappy\x1b[0m 90%"));
  // deno-lint-ignore no-control-regex
  const plain = colored.replaceAll(/\x1b\[\d+m/g, "");
  assert.equal(plain, new TextLines({ columns: 40 }).format(picture, still));
});

Deno.test("TextLines waits for three frames of a slow video before a face has gone", () => {
  const records = [0, 2, 4, 6, 8, 10, 12, 14, 16].map((time) =>
    time === 4 || time > 8 ? recordAt(time) : recordAt(time, { id: 1 })
  );
  assert.deepEqual(linesOf(records), ["0:00.0  #1  happy 90%", "0:16.0  #1  gone"]);
});
