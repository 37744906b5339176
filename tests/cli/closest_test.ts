import assert from "node:assert/strict";
import { closest } from "../../src/cli/closest.ts";

Deno.test("closest() finds words with a typo, a missing end or a longer end", () => {
  const commands = ["eval", "convert", "serve"];
  const cases: Record<string, string | undefined> = {
    evaluate: "eval",
    eavl: "eval",
    conv: "convert",
    covnert: "convert",
    server: "serve",
    servve: "serve",
    pictures: undefined,
    ev: undefined,
    "": undefined,
  };
  for (const [word, expected] of Object.entries(cases)) {
    assert.equal(closest(word, commands), expected, word);
  }
});
