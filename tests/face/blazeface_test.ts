import assert from "node:assert/strict";
import short from "../../models/blazeface/card.json" with { type: "json" };
import full from "../../models/blazeface-full/card.json" with { type: "json" };
import type { Session } from "../../src/engine/engine.ts";
import { startEngine } from "../../src/engine/start_engine.ts";
import { decodeBoxes } from "../../src/face/decode_boxes.ts";
import { ssdAnchors, type SsdAnchorsOptions } from "../../src/face/ssd_anchors.ts";
import { folderFiles } from "../../src/model/model_files.ts";
import { readNetwork } from "../../src/model/read_network.ts";
import {
  type GoldenFullOutputs,
  type GoldenOutputs,
  maxDifference,
  readGolden,
  readPicture,
} from "../support/face_goldens.ts";

const engine = await startEngine();

async function load(name: string): Promise<Session> {
  const folder = new URL(`../../models/${name}/`, import.meta.url);
  const { graph, weights } = await readNetwork(folderFiles(folder));
  return await engine.load(graph, weights);
}

/** A picture of 128x128 in the top left of a larger, black one, as a network takes it. */
async function inputOf(name: string, side: number): Promise<Float32Array> {
  const { data } = await readPicture(name);
  return Float32Array.from({ length: side * side * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % side, y = Math.floor(i / 3 / side);
    const value = x < 128 && y < 128 ? data[(y * 128 + x) * 4 + i % 3]! : 0;
    return value / 127.5 - 1;
  });
}

for (const [name, golden] of Object.entries(await readGolden<GoldenOutputs[]>("outputs.json"))) {
  Deno.test(`models/blazeface gives the outputs of TensorFlow Lite for ${name}`, async () => {
    // Scores go down to thousands, but all below -100 count as -100 (scoreClippingThresh).
    using session = await load(short.name);
    const [regressors, classificators] = await session.run(await inputOf(`${name}_128.png`, 128));
    const clipped = golden.classificators.map((score) => Math.max(score, -100));
    assert(maxDifference(classificators!.map((score) => Math.max(score, -100)), clipped) < 2e-3);
    golden.kept.forEach((anchor, i) => {
      const found = regressors!.subarray(anchor * 16, (anchor + 1) * 16);
      assert(maxDifference(found, golden.regressors[i]!) < 2e-3);
    });
  });
}

const fullGoldens = await readGolden<GoldenFullOutputs[]>("outputs_full.json");

for (const [name, golden] of Object.entries(fullGoldens)) {
  Deno.test(`models/blazeface-full gives the outputs of TensorFlow Lite for ${name}`, async () => {
    using session = await load(full.name);
    const [regressors, classificators] = await session.run(await inputOf(`${name}_128.png`, 192));
    golden.kept.forEach((anchor, i) => {
      assert(Math.abs(classificators![anchor]! - golden.classificators[i]!) < 2e-3);
      const found = regressors!.subarray(anchor * 16, (anchor + 1) * 16);
      assert(maxDifference(found, golden.regressors[i]!) < 2e-3);
    });
    const anchors = ssdAnchors(full.anchors as SsdAnchorsOptions);
    const options = { ...full.decoding, minScoreThresh: 0.1 };
    const boxes = decodeBoxes(regressors!, classificators!, anchors, options);
    assert.equal(boxes.length, golden.decoded.length);
    boxes.forEach(({ score, points }, i) => {
      const expected = golden.decoded[i]!;
      assert(Math.abs(score - expected.score) < 1e-4);
      assert(maxDifference(points, expected.points) < 1e-4);
    });
  });
}
