import assert from "node:assert/strict";
import { startTfjs } from "../../../src/engine/tfjs/start_tfjs.ts";
import { compileNetwork } from "../../../src/engine/wasm/compile_network.ts";
import { NetworkInstance } from "../../../src/engine/wasm/network_instance.ts";
import { folderFiles } from "../../../src/model/model_files.ts";
import { readNetwork } from "../../../src/model/read_network.ts";
import {
  type GoldenOutputs,
  maxDifference,
  readGolden,
  readPicture,
} from "../../support/face_goldens.ts";
import { faceCrops, madePictures } from "./inputs.ts";
import { largestDifference } from "./support.ts";

const BUILDS = ["relaxed", "plain"] as const;
const engine = await startTfjs();
const crops = await faceCrops(152);

/** What tfjs answered. Made by: deno run -A tests/golden/engine/make_answers.ts */
const answers = async (model: string) =>
  new Float32Array(
    (await Deno.readFile(new URL(`../../golden/engine/${model}.f32`, import.meta.url))).buffer,
  );

/** A bundled network in tfjs and in both builds. */
async function load(model: string) {
  const folder = new URL(`../../../models/${model}/`, import.meta.url);
  const { graph, weights } = await readNetwork(folderFiles(folder));
  const compiled = BUILDS.map((simd) => {
    const module = new WebAssembly.Module(compileNetwork(graph, weights, simd));
    return new NetworkInstance(module, graph, weights);
  });
  return { session: await engine.load(graph, weights), compiled };
}

for (const model of ["five", "seven", "nhs", "nas"]) {
  Deno.test(`compileNetwork() agrees with tfjs on models/${model} within 1e-5`, async () => {
    const { session, compiled } = await load(model);
    using _ = session;
    const agrees = (input: Float32Array, expected: Float32Array): void => {
      for (const [i, network] of compiled.entries()) {
        const difference = largestDifference(expected, network.run(input)[0]!);
        assert(difference < 1e-5, `${BUILDS[i]}: ${difference}`);
      }
    };
    const golden = await answers(model), labels = golden.length / 500;
    for (const [i, picture] of madePictures(500, session.inputShape).entries()) {
      agrees(picture, golden.subarray(i * labels, (i + 1) * labels));
    }
    for (const crop of crops) agrees(crop, (await session.run(crop))[0]!);
  });
}

Deno.test("compileNetwork() agrees with tfjs on models/blazeface", async () => {
  const { session, compiled } = await load("blazeface");
  using _ = session;
  const probability = (score: number) => 1 / (1 + Math.exp(-score));
  for (const picture of madePictures(500, session.inputShape)) {
    const input = picture.map((value) => 2 * value - 1);
    const [regressors, classificators] = await session.run(input);
    for (const [i, network] of compiled.entries()) {
      const [foundRegressors, foundClassificators] = network.run(input);
      const inProbability = largestDifference(
        classificators!.map(probability),
        foundClassificators!.map(probability),
      );
      assert(inProbability < 1e-5, `${BUILDS[i]}: ${inProbability} in probability`);
      // Without a face, the boxes are arbitrary.
      const size = regressors!.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      const ofSize = largestDifference(regressors!, foundRegressors!) / size;
      assert(ofSize < 1e-4, `${BUILDS[i]}: ${ofSize} of ${size} pixels`);
    }
  }
});

for (const [name, golden] of Object.entries(await readGolden<GoldenOutputs[]>("outputs.json"))) {
  Deno.test(`compileNetwork() returns the outputs of TensorFlow Lite for ${name}`, async () => {
    // Scores go down to thousands, but all below -100 count as -100 (scoreClippingThresh).
    const { session, compiled } = await load("blazeface");
    using _ = session;
    const { data } = await readPicture(`${name}_128.png`);
    const input = Float32Array.from(data.filter((_, i) => i % 4 < 3), (value) => value / 127.5 - 1);
    const clip = (scores: ArrayLike<number>) =>
      Array.from(scores, (score) => Math.max(score, -100));
    for (const network of compiled) {
      const [regressors, classificators] = network.run(input);
      assert(maxDifference(clip(classificators!), clip(golden.classificators)) < 2e-3);
      golden.kept.forEach((anchor, i) => {
        const found = regressors!.subarray(anchor * 16, (anchor + 1) * 16);
        assert(maxDifference(found, golden.regressors[i]!) < 2e-3);
      });
    }
  });
}
