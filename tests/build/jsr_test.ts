import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { bundledModels } from "../../src/model/bundled_models.ts";
import { fixture } from "../support/ffmpeg.ts";
import { testIn } from "../support/temporary.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

testIn(
  "the package for JSR is smaller than JSR allows, and runs with what is in it",
  async (folder) => {
    const listed = await deno("publish", "--dry-run", "--allow-dirty", "--no-check");
    const files = Array.from(
      listed.matchAll(/^ +(file:\S+) \(/gm),
      ([, url]) => fileURLToPath(url!),
    );
    let size = 0;
    for (const file of files) {
      const copy = join(folder, relative(root, file));
      await Deno.mkdir(dirname(copy), { recursive: true });
      await Deno.copyFile(file, copy);
      size += (await Deno.stat(copy)).size;
    }
    assert(size > 2 ** 20 && size < 20 * 2 ** 20, `${size} bytes`);
    for (const model of bundledModels) {
      const args = ["--model", model, fixture("astronaut.png")];
      assert.match(await deno("run", "-A", "--no-check", join(folder, "cli.ts"), ...args), / \d+%/);
    }
  },
);

/** What Deno prints. */
async function deno(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const [printed, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert(success, told);
  return `${printed}${told}`;
}
