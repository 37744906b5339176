import { Models } from "../../src/http/models.ts";
import { bundledModels } from "../../src/model/bundled_models.ts";
import assert from "node:assert/strict";

Deno.test("bundledModels names the folders of models/ that have labels", async () => {
  const found: string[] = [];
  const folder = new URL("../../models/", import.meta.url);
  for await (const { name } of Deno.readDir(folder)) {
    const card = JSON.parse(await Deno.readTextFile(new URL(`${name}/card.json`, folder)));
    if (card.labels) found.push(name);
  }
  assert.deepEqual([...bundledModels].sort(), found.sort());
});

Deno.test("Models.observer() loads a model once, however many ask for it", async () => {
  using models = new Models();
  assert.equal(models.loaded, 0);
  const [a, b] = await Promise.all([models.observer("nhs"), models.observer("nhs")]);
  assert.equal(a, b);
  assert.equal(await models.observer("nhs"), a);
  assert.equal(models.loaded, 1);
});

Deno.test("Models.observer() tries again after a model could not be loaded", async () => {
  const folder = await Deno.makeTempDir();
  using models = new Models(`${folder}/late`);
  await assert.rejects(models.observer("late"), { code: "model-not-found" });
  await Deno.mkdir(`${folder}/late`);
  for (const name of ["model.json", "card.json", "weights.bin"]) {
    await Deno.copyFile(
      new URL(`../../models/nas/${name}`, import.meta.url),
      `${folder}/late/${name}`,
    );
  }
  assert.equal((await models.observer("late")).card.labels.length, 3);
  await Deno.remove(folder, { recursive: true });
});
