import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeImage, Recognizer } from "@mien/mien";
import { fixture } from "../support/ffmpeg.ts";
import { findProgram, programTest } from "../support/programs.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The oldest Node on which the package says that it runs. */
async function nodeProgram(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("npx", {
    args: ["-y", "-p", "node@22.12.0", "-c", "command -v node"],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}
const hasNpm = await findProgram(["npm"], ["--version"]) !== undefined;

const server = `
import { serve } from "@hono/node-server";
import { createHandler } from "@mien/mien/server";
const model = process.argv[2];
const fetch = createHandler({ model });
serve({ fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => console.log(port));
`;

programTest(hasNpm, "install Node with npm", "the npm package serves on Node", async (t) => {
  const folder = await Deno.makeTempDir();
  using cleanup = new DisposableStack();
  cleanup.defer(() => Deno.removeSync(folder, { recursive: true }));
  const dist = join(folder, "dist"), app = join(folder, "app");
  const github = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "somebody/mien" };
  await run(Deno.execPath(), ["run", "-A", join(root, "npm/build.ts"), dist], root, github);
  const { repository } = JSON.parse(await Deno.readTextFile(join(dist, "package.json")));
  assert.equal(repository.url, "git+https://github.com/somebody/mien.git");
  await Deno.mkdir(app);
  await Deno.writeTextFile(join(app, "server.mjs"), server);
  const packages = [dist, "@hono/node-server@2.1.9"];
  const quiet = ["--install-links", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", ...quiet, ...packages], app);

  const child = new Deno.Command(await nodeProgram(), {
    // A model's folder, whose weights are float16; its network is not compiled yet.
    args: ["server.mjs", join(root, "models/five")],
    cwd: app,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const url = `http://127.0.0.1:${(await output.read()).value?.trim()}`;
    const predict = (body: Uint8Array<ArrayBuffer>, type: string) =>
      fetch(`${url}/predict`, { method: "POST", headers: { "content-type": type }, body });

    await t.step("the same records as on Deno", async () => {
      using recognizer = await Recognizer.load();
      const pictures = {
        [fixture("astronaut.png")]: "image/png",
        [fixture("grace_hopper.jpg")]: "image/jpeg",
        [join(root, "tests/golden/image/pictures/lossless.webp")]: "image/webp",
      };
      for (const [path, type] of Object.entries(pictures)) {
        const bytes = await Deno.readFile(path);
        const record = await recognizer.recognize(await decodeImage(bytes, { source: "-" }));
        assert.deepEqual(await (await predict(bytes, type)).json(), record);
      }
    });
    await t.step("damaged pictures are refused", async () => {
      const bytes = await Deno.readFile(fixture("grace_hopper.jpg"));
      const response = await predict(bytes.slice(0, 9000), "image/jpeg");
      assert.equal(response.status, 422);
      assert.equal((await response.json()).type, "urn:mien:problem:picture-invalid");
    });
    await t.step("the page, and no WebSockets", async () => {
      const page = await fetch(url);
      assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
      assert.match(await page.text(), /^<!doctype html>/);
      const stream = await fetch(`${url}/stream`);
      assert.equal(stream.status, 501);
      assert.equal((await stream.json()).type, "urn:mien:problem:stream-unsupported");
    });
  } finally {
    child.kill();
    await output.cancel();
    await child.status;
  }
});

async function run(
  program: string,
  args: string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<void> {
  const command = new Deno.Command(program, { args, cwd, env, stdout: "null", stderr: "piped" });
  const { success, stderr } = await command.output();
  assert.ok(success, new TextDecoder().decode(stderr));
}
