import assert from "node:assert/strict";

Deno.test("the benchmark refuses a group that does not exist, with those that do", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "bench/main.ts", "--only", "network"],
    stdin: "null",
  }).output();
  const told = "No such group: network. Groups: networks, frames, commands, workers\n";
  assert.equal(new TextDecoder().decode(stderr), told);
  assert.equal(code, 2);
});
