import assert from "node:assert/strict";
import { createFrame, frameBytes, type PixelFormat } from "../../src/image/frame.ts";
import { videoFilters } from "../../src/sink/video_encoding.ts";

function filters(format: PixelFormat, width: number, height: number): string {
  const frame = createFrame(
    format,
    width,
    height,
    new Uint8Array(frameBytes(format, width, height)),
  );
  return videoFilters(frame, "mp4", 25);
}

Deno.test("videoFilters() makes sizes even by dropping a line", () => {
  assert.match(filters("gray", 5, 4), /^crop=4:4:0:0:exact=1,/);
  assert.match(filters("gray", 5, 7), /^crop=4:6:0:0:exact=1,/);
  assert.doesNotMatch(filters("gray", 6, 4), /crop/);
});

Deno.test("videoFilters() turns RGB into what players expect of the size", () => {
  assert.match(filters("rgb24", 4, 4), /in_range=pc:out_range=tv:out_color_matrix=bt601$/);
  assert.match(filters("rgba", 2, 720), /in_range=pc:out_range=tv:out_color_matrix=bt709$/);
  assert.match(filters("yuv420p", 2, 720), /in_range=tv:out_range=tv$/);
});

Deno.test("videoFilters() keeps GIFs at a rate that players show", () => {
  const frame = createFrame("gray", 4, 4, new Uint8Array(16));
  assert.match(videoFilters(frame, "gif", 60), /,fps=50,/);
  assert.doesNotMatch(videoFilters(frame, "gif", 50), /fps=/);
});
