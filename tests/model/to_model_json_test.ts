import assert from "node:assert/strict";
import { readGraph } from "../../src/model/read_graph.ts";
import { folderFiles, readModelJson } from "../../src/model/model_files.ts";

import { toModelJson } from "../../src/model/to_model_json.ts";

for (const name of ["five", "seven", "nhs", "nas", "blazeface"]) {
  Deno.test(`toModelJson() reproduces models/${name}/model.json`, async () => {
    const url = new URL(`../../models/${name}/model.json`, import.meta.url);
    const json = await readModelJson(folderFiles(new URL(".", url)), "model.json") as Record<
      string,
      unknown
    >;
    const { graph, specs } = readGraph(json, url);
    const { config } = json.modelTopology as { config: object };
    assert.deepEqual(toModelJson(graph, specs), {
      format: json.format,
      modelTopology: { class_name: "Functional", config: { ...config, name: "network" } },
      weightsManifest: json.weightsManifest,
    });
  });
}
