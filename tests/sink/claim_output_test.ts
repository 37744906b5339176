import assert from "node:assert/strict";
import { EnvironmentError, OptionError } from "../../src/errors.ts";
import { claimOutput } from "../../src/sink/claim_output.ts";
import { namesIn, testIn } from "../support/temporary.ts";

testIn("claimOutput() replaces a file at once, and keeps its links and mode", async (folder) => {
  const path = `${folder}/old`;
  await Deno.writeTextFile(path, "old");
  await Deno.chmod(path, 0o640);
  await Deno.symlink("old", `${folder}/link`);
  await Deno.link(path, `${folder}/hard`);
  const output = await claimOutput(`${folder}/link`, {});
  const part = await output.begin();
  await Deno.writeTextFile(part, "new");
  assert.equal(await Deno.readTextFile(path), "old");
  await output.finish();
  assert.equal(await Deno.readTextFile(path), "new");
  assert.equal((await Deno.stat(path)).mode! & 0o777, 0o640);
  assert.equal(await Deno.readTextFile(`${folder}/hard`), "old");
  assert.deepEqual(namesIn(folder), ["hard", "link", "old"]);
});

testIn("claimOutput() leaves nothing of a file that was given up", async (folder) => {
  await Deno.writeTextFile(`${folder}/old`, "old");
  for (const name of ["old", "new"]) {
    const output = await claimOutput(`${folder}/${name}`, {});
    await Deno.writeTextFile(await output.begin(), "part");
    await output.release();
  }
  assert.deepEqual(namesIn(folder), ["old"]);
  assert.equal(await Deno.readTextFile(`${folder}/old`), "old");
});

testIn("claimOutput() finds a file that is in use under any name", async (folder) => {
  await Deno.writeTextFile(`${folder}/a`, "kept");
  await Deno.link(`${folder}/a`, `${folder}/hard`);
  await Deno.symlink("a", `${folder}/soft`);
  await Deno.mkdir(`${folder}/b`);
  for (const name of ["a", "hard", "soft", "b/../a", "./a"]) {
    for (const use of ["inputs", "keep"]) {
      await assert.rejects(
        () => claimOutput(`${folder}/${name}`, { [use]: ["none", "https://a/b", `${folder}/a`] }),
        (error) => error instanceof OptionError && /input|in use/.test(error.message),
      );
    }
  }
  const other = await claimOutput(`${folder}/new`, {});
  await assert.rejects(() => claimOutput(`${folder}/b/../new`, { keep: [`${folder}/new`] }));
  await other.release();
  assert.deepEqual(namesIn(folder), ["a", "b", "hard", "soft"]);
});

testIn("claimOutput() explains a file that cannot be written", async (folder) => {
  const fails = (path: string, message: RegExp) =>
    assert.rejects(
      () => claimOutput(path, {}),
      (error) =>
        error instanceof EnvironmentError && error.code === "output-unwritable" &&
        message.test(error.message),
    );
  await fails(folder, /^Cannot write .*: Is a directory$/i);
  await fails(`${folder}/none/file`, /^Cannot write .*none\/file: there is no such folder$/);
});
