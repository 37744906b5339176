import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { isPagePath, page } from "../../src/web/page.ts";

const folder = new URL("../../src/web/page/", import.meta.url);

Deno.test("page() serves every file of the page, under 150 KB in total", async () => {
  let bytes = 0;
  for await (const { name } of Deno.readDir(folder)) {
    const path = name === "index.html" ? "/" : `/page/${name}`;
    assert.ok(isPagePath(path), path);
    const body = await (await page(path))!.bytes();
    assert.deepEqual(body, await Deno.readFile(new URL(name, folder)));
    bytes += body.length;
  }
  assert.ok(bytes > 10_000 && bytes < 150_000, `${bytes} bytes`);
});

Deno.test("page() serves nothing else", async () => {
  for (
    const path of [
      "/page/",
      "/page/index.html",
      "/page/index.htm",
      "/page/../page.ts",
      "/page",
      "/favicon.ico",
    ]
  ) {
    assert.ok(!isPagePath(path), path);
    assert.equal(await page(path), undefined, path);
  }
  assert.equal(await page("/page/none.js"), undefined);
});

Deno.test("page() sets the media types", async () => {
  const types = {
    "/": "text/html",
    "/page/page.js": "text/javascript",
    "/page/base.css": "text/css",
  };
  for (const [path, type] of Object.entries(types)) {
    const response = (await page(path))!;
    await response.body?.cancel();
    assert.equal(response.headers.get("content-type"), `${type}; charset=utf-8`);
  }
});

// The page uses the types of browsers, the rest must not.
Deno.test("the page's scripts pass the type check", async () => {
  const config = fileURLToPath(new URL("page_check.json", import.meta.url));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "--no-lock", "--config", config, "page.js"],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
});
