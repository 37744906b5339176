import assert from "node:assert/strict";
import { OptionError } from "../../src/errors.ts";
import { optionsHelp, parseOptions } from "../../src/cli/options.ts";

const specs = {
  format: { short: "f", value: "NAME", help: "How to write" },
  quiet: { short: "q", help: "Say less" },
};

Deno.test("parseOptions() takes long and short names, before and after inputs", () => {
  const { values, flags, inputs } = parseOptions(["-f", "csv", "a", "-q", "b"], specs);
  assert.equal(values.format, "csv");
  assert.deepEqual(flags, { quiet: true });
  assert.deepEqual(inputs, ["a", "b"]);
  assert.equal(parseOptions(["--format=csv"], specs).values.format, "csv");
});

Deno.test("parseOptions() takes everything after -- as an input", () => {
  assert.deepEqual(parseOptions(["--", "-f"], specs).inputs, ["-f"]);
});

Deno.test("parseOptions() refuses unknown options and missing values on one line", () => {
  for (const args of [["--formal"], ["-x"], ["--format"], ["--quiet=1"]]) {
    assert.throws(() => parseOptions(args, specs), (error) => {
      assert(error instanceof OptionError);
      assert.match(error.message, /^Cannot read options: .*; see --help$/);
      return true;
    });
  }
});

Deno.test("parseOptions() takes the words of an option, and its first one where none follows", () => {
  const shown = { preview: { value: "WHERE", words: ["window", "terminal"] as const, help: "" } };
  const cases: [string[], string, string[]?][] = [
    [["--preview"], "window"],
    [["--preview", "window", "a.mp4"], "window", ["a.mp4"]],
    [["--preview", "terminal"], "terminal"],
    [["--preview=terminal", "a.mp4"], "terminal", ["a.mp4"]],
    [["--preview", "a.mp4"], "window", ["a.mp4"]],
    [["--preview", "./terminal"], "window", ["./terminal"]],
    [["--preview", "--", "terminal"], "window", ["terminal"]],
    [["--preview", "terminal", "terminal"], "terminal", ["terminal"]],
    // For the command to refuse.
    [["--preview=moon"], "moon"],
  ];
  for (const [args, value, inputs = []] of cases) {
    const parsed = parseOptions(args, shown);
    assert.deepEqual([parsed.values.preview, parsed.inputs], [value, inputs], args.join(" "));
  }
  const { values, inputs } = parseOptions(["--", "--preview", "terminal"], shown);
  assert.deepEqual([values.preview, inputs], [undefined, ["--preview", "terminal"]]);
});

Deno.test("optionsHelp() marks values that may be left out, and puts headings above their group", () => {
  const help = optionsHelp(
    { a: { value: "X", words: ["x"], help: "one" }, b: { help: "two" } },
    { b: "Others" },
  );
  assert.equal(help, "      --a [X]  one\n\nOthers\n      --b      two");
});

Deno.test("optionsHelp() puts the explanations in one column", () => {
  const lines = optionsHelp(specs).split("\n");
  assert.equal(lines[0]!.indexOf("How"), lines[1]!.indexOf("Say"));
});

Deno.test("parseOptions() takes a value that begins with a dash where it has a space", () => {
  const { values } = parseOptions(["--rest", "-f lavfi -i testsrc"], {
    rest: { value: "A", help: "" },
  });
  assert.equal(values.rest, "-f lavfi -i testsrc");
});
