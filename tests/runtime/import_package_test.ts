import assert from "node:assert/strict";
import { testIn } from "../support/temporary.ts";

testIn("importPackage() names the package that it cannot fetch", async (folder) => {
  const module = new URL("../../src/runtime/import_package.ts", import.meta.url).href;
  const script = `${folder}/script.ts`;
  await Deno.writeTextFile(
    script,
    `import { importPackage } from ${JSON.stringify(module)};
     await importPackage("npm:shlex@3.0.0").catch((it) => console.log(it.code, it.message));`,
  );
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--no-config", "--allow-env", script],
    // Nobody listens there.
    env: { DENO_DIR: `${folder}/cache`, HTTPS_PROXY: "http://127.0.0.1:9" },
  }).output();
  assert.equal(code, 0);
  const text = new TextDecoder().decode(stdout);
  assert.match(text, /^package-missing Cannot fetch package shlex@3\.0\.0: [^\n]*shlex[^\n]*\n$/);
});
