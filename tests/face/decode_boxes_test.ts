import assert from "node:assert/strict";
import { decodeBoxes } from "../../src/face/decode_boxes.ts";
import card from "../../models/blazeface/card.json" with { type: "json" };
import { type GoldenOutputs, maxDifference, readGolden } from "../support/face_goldens.ts";

const { anchors } = await readGolden<{ anchors: number[] }>("geometry.json");
const options = { ...card.decoding, minScoreThresh: 0.1 };

for (const [name, golden] of Object.entries(await readGolden<GoldenOutputs[]>("outputs.json"))) {
  Deno.test(`decodeBoxes() returns MediaPipe's boxes and landmarks for ${name}`, () => {
    const regressors = new Float32Array(896 * 16);
    golden.kept.forEach((anchor, i) => regressors.set(golden.regressors[i]!, anchor * 16));
    const found = decodeBoxes(
      regressors,
      Float32Array.from(golden.classificators),
      Float32Array.from(anchors),
      options,
    );
    assert(found.length > 0);
    assert.equal(found.length, golden.decoded.length);
    found.forEach(({ score, points }, i) => {
      assert(Math.abs(score - golden.decoded[i]!.score) < 1e-5);
      assert(maxDifference(points, golden.decoded[i]!.points) < 1e-5);
    });
  });
}

Deno.test("decodeBoxes() clips raw scores and leaves out boxes without area or place", () => {
  const regressors = new Float32Array(4 * 16);
  regressors.set([0, 0, 10, 10], 0);
  regressors.set([0, 0, -10, 10], 16);
  regressors.set([0, 0, NaN, 10], 32);
  regressors.set([0, 0, 10, 0], 48);
  const found = decodeBoxes(
    regressors,
    new Float32Array(4).fill(1e30),
    new Float32Array(8),
    { ...options, scoreClippingThresh: 1 },
  );
  assert.deepEqual(found.map(({ score }) => score.toFixed(4)), ["0.7311"]);
});
