import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { modelFolder } from "../../src/model/model_folder.ts";

Deno.test("modelFolder() takes the name of a bundled model", () => {
  assert.equal(modelFolder("nhs").href, new URL("../../models/nhs/", import.meta.url).href);
});

Deno.test("modelFolder() lists the bundled models where a name is none of them", () => {
  assert.throws(() => modelFolder("my_model-2"), {
    code: "model-not-found",
    message: "Cannot find model my_model-2: it is not a bundled model (five, nhs, nas)",
  });
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

Deno.test("modelFolder() does not take the drive of a Windows path for a URL's scheme", () => {
  const { protocol, href } = modelFolder("C:\\models\\mine");
  assert.equal(protocol, "file:");
  assert.match(href, /C:.*models.*mine\/$/);
});
