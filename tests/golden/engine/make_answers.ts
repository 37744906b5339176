// Writes what tfjs answers to made pictures: deno run -A tests/golden/engine/make_answers.ts
import { startTfjs } from "../../../src/engine/tfjs/start_tfjs.ts";
import { bundledFiles } from "../../../src/model/bundled_models.ts";
import { readNetwork } from "../../../src/model/read_network.ts";
import { madePictures } from "../../engine/wasm/inputs.ts";

const engine = await startTfjs();
for (const model of ["five", "seven", "nhs", "nas"] as const) {
  const { graph, weights } = await readNetwork(bundledFiles(model));
  using session = await engine.load(graph, weights);
  const answers: number[] = [];
  for (const picture of madePictures(500, session.inputShape)) {
    answers.push(...(await session.run(picture))[0]!);
  }
  const path = new URL(`${model}.f32`, import.meta.url);
  await Deno.writeFile(path, new Uint8Array(Float32Array.from(answers).buffer));
}
