import assert from "node:assert/strict";
import { startEngine } from "../../src/engine/start_engine.ts";
import { folderFiles } from "../../src/model/model_files.ts";
import { readNetwork } from "../../src/model/read_network.ts";
import {
  type GoldenOutputs,
  maxDifference,
  readGolden,
  readPicture,
} from "../support/face_goldens.ts";

const engine = await startEngine();
const { graph, weights } = await readNetwork(
  folderFiles(new URL("../../models/blazeface/", import.meta.url)),
);

for (const [name, golden] of Object.entries(await readGolden<GoldenOutputs[]>("outputs.json"))) {
  Deno.test(`models/blazeface returns the outputs of TensorFlow Lite for ${name}`, async () => {
    // Scores go down to thousands, but all below -100 count as -100 (scoreClippingThresh).
    using session = await engine.load(graph, weights);
    const { data } = await readPicture(`${name}_128.png`);
    const rgb = data.filter((_, i) => i % 4 < 3);
    const input = Float32Array.from(rgb, (value) => value / 127.5 - 1);
    const [regressors, classificators] = await session.run(input);
    const clipped = golden.classificators.map((score) => Math.max(score, -100));
    assert(maxDifference(classificators!.map((score) => Math.max(score, -100)), clipped) < 2e-3);
    golden.kept.forEach((anchor, i) => {
      const found = regressors!.subarray(anchor * 16, (anchor + 1) * 16);
      assert(maxDifference(found, golden.regressors[i]!) < 2e-3);
    });
  });
}
