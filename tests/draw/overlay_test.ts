import assert from "node:assert/strict";
import { createFrame, frameBytes, type PixelFormat } from "../../src/image/frame.ts";
import { sampleRgb } from "../../src/image/sample_rgb.ts";
import { emotionColor } from "../../src/draw/emotion_colors.ts";
import { parseColor } from "../../src/draw/ink.ts";
import { labelText } from "../../src/draw/label_text.ts";
import { Overlay } from "../../src/draw/overlay.ts";
import { type FaceSketch, record } from "../support/records.ts";

const overlay = await Overlay.load();
const FORMATS: PixelFormat[] = ["rgb24", "rgba", "gray", "yuv420p", "yuv422p", "yuv444p"];

Deno.test("labelText() marks uncertain labels", () => {
  assert.equal(labelText({ emotion: "happy", confidence: 0.949 }), "happy 95%");
  const face = { emotion: "happy", confidence: 0.41, uncertain: true } as const;
  assert.equal(labelText(face), "happy? 41%");
});

Deno.test("labelText() asks for a neutral face until it is known", () => {
  const face = { emotion: "happy", confidence: 0.9 };
  assert.equal(labelText({ ...face, id: 1, baselineConfidence: 0 }, "3s"), "look neutral");
  assert.equal(labelText({ ...face, baselineConfidence: 0 }, "3s"), "happy 90%");
  assert.equal(labelText({ ...face, baselineConfidence: 1 }, "3s"), "happy 90%");
  assert.equal(labelText({ ...face, baselineConfidence: 0 }, "auto"), "happy 90%");
});

Deno.test("Overlay draws in every layout, at odd and tiny sizes, and leaves the frame alone", () => {
  for (const format of FORMATS) {
    for (const [width, height] of [[321, 241], [48, 48], [3, 2], [1, 1]] as const) {
      const data = new Uint8Array(frameBytes(format, width, height)).fill(100);
      const frame = createFrame(format, width, height, data);
      const faces: FaceSketch[] = [
        { box: { x: width / 4, y: height / 4, width: width / 3, height: height / 3 } },
        { box: { x: -5, y: -5, width: 3 * width, height: 3 * height }, uncertain: true },
        { box: { x: 2 * width, y: 2 * height, width: 9, height: 9 }, id: 1234567 },
      ];
      const drawn = overlay.draw(frame, record(frame, faces));
      assert.equal(drawn.format, format);
      assert.equal(drawn.data.length, data.length);
      assert.ok(drawn.data.some((value) => value !== 100), `${format} ${width}x${height}`);
      assert.ok(frame.data.every((value) => value === 100));
    }
  }
});

Deno.test("Overlay does not change a frame without faces", () => {
  const frame = createFrame("gray", 64, 48, new Uint8Array(64 * 48).fill(7));
  assert.deepEqual(overlay.draw(frame, record(frame, [])).data, frame.data);
});

Deno.test("Overlay shows the colour of the emotion on the face's outline, in every layout", () => {
  for (const format of FORMATS.filter((format) => format !== "gray")) {
    const data = new Uint8Array(frameBytes(format, 400, 300)).fill(128);
    const frame = createFrame(format, 400, 300, data);
    const box = { x: 100, y: 100, width: 80, height: 80 };
    const drawn = overlay.draw(frame, record(frame, [{ box, emotion: "angry" }]));
    const seen = sampleRgb(drawn, [2, 0, 100, 0, 2, 138], 1, 1);
    for (const [c, value] of parseColor(emotionColor("angry")).entries()) {
      assert.ok(Math.abs(seen[c]! * 255 - value) < 6, `${format} ${c}: ${seen[c]! * 255}`);
    }
  }
});

Deno.test("Overlay scales lines and letters with the picture", () => {
  const painted = [1, 4].map((scale) => {
    const [width, height] = [640 * scale, 480 * scale];
    const frame = createFrame("gray", width, height, new Uint8Array(width * height).fill(60));
    const box = { x: 200 * scale, y: 200 * scale, width: 160 * scale, height: 160 * scale };
    const { data } = overlay.draw(frame, record(frame, [{ box }]));
    return data.filter((value) => value !== 60).length / data.length;
  });
  assert.ok(Math.abs(painted[1]! / painted[0]! - 1) < 0.25, `${painted}`);
});

Deno.test("Overlay makes a still higher for a legend only if it would hide a face in each corner", () => {
  const [width, height] = [300, 200];
  const small = (x: number, y: number): FaceSketch => ({ box: { x, y, width: 24, height: 24 } });
  const corners = [small(5, 5), small(270, 5), small(5, 170), small(270, 170)];
  for (const format of ["rgb24", "rgba", "gray"] as const) {
    const data = new Uint8Array(frameBytes(format, width, height)).fill(9);
    const still = createFrame(format, width, height, data, { still: true });
    const drawn = overlay.draw(still, record(still, corners));
    assert.ok(drawn.height > height);
    assert.equal(drawn.data.length, frameBytes(format, width, drawn.height));
    assert.equal(overlay.draw(still, record(still, [small(100, 90)])).height, height);
    const frame = { ...still, still: false };
    assert.equal(overlay.draw(frame, record(frame, corners)).height, height);
  }
});

Deno.test("Overlay writes no label wider than one and a half faces, and no smaller than 12 pixels", () => {
  const frame = createFrame("gray", 1200, 900, new Uint8Array(1200 * 900).fill(60));
  for (const side of [20, 60, 90, 150, 400]) {
    const box = { x: 500, y: 400, width: side, height: side };
    const { data } = overlay.draw(frame, record(frame, [{ box, id: 1 }]));
    // What is painted above the face, in rows where there is nothing else.
    const columns = Array.from({ length: 1200 }, (_, x) => x)
      .filter((x) => [4, 8, 12].some((dy) => data[(400 - dy) * 1200 + x] !== 60));
    const painted = columns.at(-1)! - columns[0]! + 1;
    assert.ok(painted <= Math.max(1.5 * side, 32), `${side}: ${painted}`);
  }
});

Deno.test("Overlay makes room for the label of a face that fills a tiny picture", async () => {
  const picture = createFrame("rgba", 48, 48, new Uint8Array(4 * 48 * 48).fill(200));
  const face = {
    ...{ box: { x: 2, y: 2, width: 44, height: 44 }, score: 1 },
    ...{ emotion: "surprise", confidence: 0.94, probabilities: { surprise: 0.94, sad: 0.06 } },
  };
  const record = { source: "", frame: 0, time: 0, width: 48, height: 48, faces: [face] };
  const { width, height, data } = (await Overlay.load()).draw({ ...picture, still: true }, record);
  assert(width > 90 && height > 60, `${width}x${height}`);
  const row = (y: number) => Array.from({ length: width }, (_, x) => data[4 * (y * width + x)]!);
  // The last of the text ends before the picture does.
  const inked = Array.from({ length: height - 49 }, (_, i) => row(49 + i))
    .map((samples) => samples.findLastIndex((value) => value > 150));
  const last = Math.max(...inked);
  assert(last > 80 && last < width - 2, `${last} of ${width}`);
});
