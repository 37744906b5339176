import assert from "node:assert/strict";
import { predict } from "../../../src/web/page/predict.js";

Deno.test("the page does not send again what a proxy has waited for in vain", async () => {
  const { fetch } = globalThis;
  let requests = 0;
  globalThis.fetch = () => {
    requests++;
    return Promise.resolve(new Response("<html>", { status: 504 }));
  };
  try {
    const { signal } = new AbortController();
    await assert.rejects(predict([new File(["x"], "a.jpg")], "five", signal, () => {}), {
      status: 504,
    });
    assert.equal(requests, 1);
  } finally {
    globalThis.fetch = fetch;
  }
});
