import assert from "node:assert/strict";
import { errorsOf } from "../../src/cli/errors_of.ts";

Deno.test("errorsOf() lists the errors of a body and its disposals, in that order", async () => {
  const caught = await (async () => {
    await using stack = new AsyncDisposableStack();
    stack.defer(() => Promise.reject("third"));
    stack.defer(() => Promise.reject("second"));
    await Promise.reject("first");
  })().catch((error) => error);
  assert.deepEqual(errorsOf(caught), ["first", "second", "third"]);
  assert.deepEqual(errorsOf("alone"), ["alone"]);
});
