import assert from "node:assert/strict";
import { buildPage } from "../../build/page.ts";

Deno.test("the page's copy of the CSV format is made from that of the command line", async () => {
  const committed = await Deno.readTextFile("src/web/page/csv.js");
  assert.equal(committed, await buildPage(), "it is old: run deno task build:page");
});
