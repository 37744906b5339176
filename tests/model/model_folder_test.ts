import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { modelFolder } from "../../src/model/model_folder.ts";

Deno.test("modelFolder() takes a word for a bundled model", () => {
  const expected = new URL("../../models/my_model-2/", import.meta.url);
  assert.equal(modelFolder("my_model-2").href, expected.href);
});

Deno.test("modelFolder() takes paths with and without a slash at their end", () => {
  const expected = `${pathToFileURL(resolve("some where/model")).href}/`;
  for (const path of ["some where/model", "./some where/model/", resolve("some where/model")]) {
    assert.equal(modelFolder(path).href, expected);
  }
});

Deno.test("modelFolder() takes URLs", () => {
  assert.equal(modelFolder("https://a.example/m/").href, "https://a.example/m/");
  assert.equal(modelFolder(new URL("file:///m")).href, "file:///m/");
});
