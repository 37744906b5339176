import assert from "node:assert/strict";
import { optionsText } from "../../src/cli/help_text.ts";
import { SUMMARIES } from "../../src/cli/summaries.ts";
import { runCli } from "../support/cli.ts";

Deno.test("optionsText() marks optional values, and puts headings above groups", () => {
  const where = { kind: "choice", placeholder: "X", choices: ["x", "y"], implied: "x" } as const;
  const help = optionsText({
    First: { a: { ...where, help: "one" } },
    Others: { b: { kind: "flag", short: "b", help: "two" } },
  });
  assert.equal(help, "First:\n      --a [X]  one: x or y\n\nOthers:\n  -b, --b      two");
});

Deno.test("optionsText() shows bounds and defaults, and wraps long lines", () => {
  const help = "words ".repeat(14).trim();
  const lines = optionsText({
    Options: {
      minScore: { kind: "number", placeholder: "S", min: 0, max: 1, default: 0.5, help },
      stallMs: {
        kind: "duration",
        name: "stall",
        unit: "s",
        placeholder: "TIME",
        default: 10_000,
        help: "Wait",
      },
    },
  }).split("\n");
  assert.deepEqual(lines.slice(1), [
    "      --min-score S  " + "words ".repeat(10).trim(),
    " ".repeat(21) + "words ".repeat(4) + "[0 to 1; default: 0.5]",
    "      --stall TIME   Wait [default: 10s]",
  ]);
});

Deno.test("cli.ts keeps its help within 80 columns", async () => {
  for (const command of [[], ...Object.keys(SUMMARIES).map((name) => [name])]) {
    const { code, stdout } = await runCli([...command, "--help"]);
    assert.equal(code, 0);
    assert.deepEqual(stdout.split("\n").filter((line) => line.length > 80), []);
    const order = ["Examples:", "Usage: mien", "Exit codes: "].map((part) => stdout.indexOf(part));
    assert.deepEqual(order, order.toSorted((a, b) => a - b));
    assert.ok(order[0]! > 0, "it begins with what the command does");
  }
});

Deno.test("cli.ts help is the help, and help COMMAND that of the command", async () => {
  for (const [asked, option] of [[["help"], ["--help"]], [["help", "eval"], ["eval", "--help"]]]) {
    const [found, expected] = [await runCli(asked!), await runCli(option!)];
    assert.equal(found.code, 0);
    assert.equal(found.stdout, expected.stdout);
  }
});
