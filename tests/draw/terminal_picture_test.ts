import assert from "node:assert/strict";
import { createFrame, frameBytes, type PixelFormat } from "../../src/image/frame.ts";
import { terminalPicture } from "../../src/draw/terminal_picture.ts";
import { type FaceSketch, record } from "../support/records.ts";

const E = "\x1b[";

Deno.test("terminalPicture() paints two pixels per character and sets a colour only when it changes", () => {
  const data = new Uint8Array([255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 0]);
  const frame = createFrame("rgb24", 2, 2, data);
  const space = { columns: 2, rows: 1 };
  assert.deepEqual(terminalPicture(frame, record(frame, []), { ...space, depth: "24-bit" }), [
    `${E}38;2;255;0;0m${E}48;2;0;0;255m▀${E}48;2;0;255;0m▀${E}0m`,
  ]);
  assert.deepEqual(terminalPicture(frame, record(frame, []), { ...space, depth: "256" }), [
    `${E}38;5;196m${E}48;5;21m▀${E}48;5;46m▀${E}0m`,
  ]);
});

Deno.test("terminalPicture() draws the outline and the label above it", () => {
  const frame = createFrame("gray", 15, 8, new Uint8Array(15 * 8));
  const faces = [{ box: { x: 0, y: 2, width: 15, height: 6 }, id: 3, confidence: 0.5 }];
  const space = { columns: 15, rows: 4, depth: "24-bit" } as const;
  const yellow = "2;240;228;66m", black = "2;0;0;0m", ink = "2;17;17;19m";
  assert.deepEqual(terminalPicture(frame, record(frame, faces), space), [
    `${E}38;${ink}${E}48;${yellow} #3 happy 50% ${E}38;${black}${E}48;${black}▀${E}0m`,
    `${E}38;${yellow}${E}48;${yellow}▀${E}48;${black}${"▀".repeat(13)}${E}48;${yellow}▀${E}0m`,
    `${E}38;${yellow}${E}48;${yellow}▀${E}38;${black}${E}48;${black}${
      "▀".repeat(13)
    }${E}38;${yellow}${E}48;${yellow}▀${E}0m`,
    `${E}38;${yellow}${E}48;${yellow}▀${E}38;${black}${"▀".repeat(13)}${E}38;${yellow}▀${E}0m`,
  ]);
});

Deno.test("terminalPicture() writes numbers beside small faces, and what they show below a still", () => {
  const frame = createFrame("gray", 400, 100, new Uint8Array(400 * 100), { still: true });
  const faces = [0, 200, 390].map((x) => ({ box: { x, y: 0, width: 10, height: 100 } }));
  const space = { columns: 40, rows: 5, depth: "256" } as const;
  const lines = terminalPicture(frame, record(frame, faces), space);
  // deno-lint-ignore no-control-regex
  const text = lines.map((line) => line.replaceAll(/\x1b\[[\d;]*m/g, "").trim());
  assert.deepEqual(text.slice(5), ["#1 happy 90%  #2 happy 90%", "#3 happy 90%"]);
  assert.match(text.slice(0, 5).join(""), /#1.*#2.*#3/);
});

Deno.test("terminalPicture() fits every layout into the terminal and cuts labels to it", () => {
  for (
    const format of ["rgb24", "rgba", "gray", "yuv420p", "yuv422p", "yuv444p"] as PixelFormat[]
  ) {
    for (const [width, height] of [[640, 480], [31, 97], [1, 1], [500, 3]] as const) {
      for (const [columns, rows] of [[80, 24], [5, 2], [1, 1]] as const) {
        const data = new Uint8Array(frameBytes(format, width, height)).fill(99);
        const frame = createFrame(format, width, height, data);
        const faces: FaceSketch[] = [
          { box: { x: 0, y: 0, width, height } },
          { box: { x: -9, y: -9, width: 5, height: 5 }, uncertain: true },
        ];
        const space = { columns, rows, depth: "256" } as const;
        const lines = terminalPicture(frame, record(frame, faces), space);
        assert.ok(lines.length >= 1 && lines.length <= rows);
        for (const line of lines) {
          // deno-lint-ignore no-control-regex
          const letters = [...line.replaceAll(/\x1b\[[\d;]*m/g, "")].length;
          assert.ok(letters >= 1 && letters <= columns, `${width}x${height} in ${columns}x${rows}`);
        }
      }
    }
  }
});

Deno.test("terminalPicture() shows pixels in their shape", () => {
  const frame = createFrame("gray", 4, 4, new Uint8Array(16), { pixelAspect: 2 });
  const lines = terminalPicture(frame, record(frame, []), { columns: 80, rows: 2, depth: "256" });
  assert.deepEqual(lines.map((line) => line.match(/▀/g)!.length), [8, 8]);
});
