import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

const program = fileURLToPath(import.meta.resolve("../support/given_up_bodies.ts"));

Deno.test("the handler keeps nothing of a body that it has given up, once the client has gone", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", "--v8-flags=--expose-gc", program],
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  const kept: number[] = JSON.parse(new TextDecoder().decode(stdout));
  assert(kept.length === 2 && kept.every((bytes) => bytes < 8192), `${kept} bytes of each`);
});
