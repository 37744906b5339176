import assert from "node:assert/strict";
import { resolve } from "node:path";
import { modelName, openModel } from "../../src/model/open_model.ts";

Deno.test("openModel() accepts the name of a bundled model", () => {
  assert.equal(openModel("nhs").place, "models/nhs/");
});

Deno.test("openModel() lists the bundled models for an unknown name", () => {
  assert.throws(() => openModel("my_model-2"), {
    code: "model-not-found",
    message: "Cannot find model my_model-2: bundled are five, seven, nhs, nas",
  });
});

Deno.test("openModel() accepts paths with and without a trailing slash", () => {
  const expected = `${resolve("some where/model")}/`;
  for (const path of ["some where/model", "./some where/model/", resolve("some where/model")]) {
    assert.equal(openModel(path).place, expected);
  }
});

Deno.test("openModel() accepts URLs", () => {
  assert.equal(openModel("https://a.example/m/").place, "https://a.example/m/");
  assert.equal(openModel(new URL("file:///m")).place, "/m/");
});

Deno.test("openModel() does not mistake a Windows drive for a URL scheme", () => {
  assert.match(openModel("C:\\models\\mine").place, /^[^:]*C:.*models.*mine\/$/);
});

Deno.test("modelName() returns the last part of a folder's path", () => {
  assert.equal(modelName("nas"), "nas");
  assert.equal(modelName("./some where/mine/"), "mine");
  assert.equal(modelName("https://a.example/m"), "m");
});
