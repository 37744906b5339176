import assert from "node:assert/strict";
import { EnvironmentError } from "../../src/errors.ts";
import { touchOutput } from "../../src/sink/output_errors.ts";

Deno.test("touchOutput() creates a file and does not change an existing one", async () => {
  const folder = await Deno.makeTempDir();
  await touchOutput(`${folder}/new`);
  assert.equal((await Deno.stat(`${folder}/new`)).size, 0);
  await Deno.writeTextFile(`${folder}/old`, "kept");
  await touchOutput(`${folder}/old`);
  assert.equal(await Deno.readTextFile(`${folder}/old`), "kept");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("touchOutput() explains a file that cannot be written", async () => {
  const folder = await Deno.makeTempDir();
  const fails = (path: string, message: RegExp) =>
    assert.rejects(
      () => touchOutput(path),
      (error) =>
        error instanceof EnvironmentError && error.code === "output-unwritable" &&
        message.test(error.message),
    );
  await fails(folder, /^Cannot write .*: Is a directory/i);
  await fails(`${folder}/none/file`, /^Cannot write .*none\/file: there is no such folder$/);
  await Deno.remove(folder, { recursive: true });
});
