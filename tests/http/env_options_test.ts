import assert from "node:assert/strict";
import { envOptions } from "../../src/http/env_options.ts";

Deno.test("envOptions() reads the variables that are set, and treats an empty token as a mistake", () => {
  const names = ["MIEN_MODEL", "MIEN_TOKEN", "MIEN_CORS"];
  const before = names.map((name) => Deno.env.get(name));
  using restoring = new DisposableStack();
  restoring.defer(() => {
    for (const [i, name] of names.entries()) {
      if (before[i] === undefined) Deno.env.delete(name);
      else Deno.env.set(name, before[i]);
    }
  });
  for (const name of names) Deno.env.delete(name);
  assert.deepEqual(envOptions(), {});
  for (const name of names) Deno.env.set(name, "");
  assert.deepEqual(envOptions(), { token: "" });
  for (const name of names) Deno.env.set(name, name.toLowerCase());
  assert.deepEqual(envOptions(), { model: "mien_model", token: "mien_token", cors: "mien_cors" });
});
