import assert from "node:assert/strict";
import { ssdAnchors, type SsdAnchorsOptions } from "../../src/face/ssd_anchors.ts";
import short from "../../models/blazeface/card.json" with { type: "json" };
import full from "../../models/blazeface-full/card.json" with { type: "json" };
import { maxDifference, readGolden } from "../support/face_goldens.ts";

Deno.test("ssdAnchors() returns MediaPipe's 896 anchors for BlazeFace", async () => {
  const { anchors } = await readGolden<{ anchors: number[] }>("geometry.json");
  assert.equal(anchors.length, 2 * 896);
  assert(maxDifference(ssdAnchors(short.anchors as SsdAnchorsOptions), anchors) < 1e-6);
});

Deno.test("ssdAnchors() gives MediaPipe's 2304 anchors for the full range", async () => {
  const { fullAnchors } = await readGolden<{ fullAnchors: number[] }>("geometry.json");
  const anchors = ssdAnchors(full.anchors as SsdAnchorsOptions);
  assert.equal(anchors.length, 2 * 2304);
  const every7th = anchors.filter((_, i) => (i >> 1) % 7 === 0);
  assert(maxDifference(every7th, fullAnchors) < 1e-6);
});

Deno.test("ssdAnchors() rounds the number of cells up", () => {
  const anchors = ssdAnchors({
    inputSizeWidth: 17,
    inputSizeHeight: 8,
    anchorOffsetX: 0.5,
    anchorOffsetY: 0.5,
    strides: [16],
    aspectRatios: [1, 2],
    interpolatedScaleAspectRatio: 0,
    fixedAnchorSize: true,
  });
  assert.deepEqual([...anchors], [0.25, 0.5, 0.25, 0.5, 0.75, 0.5, 0.75, 0.5]);
});
