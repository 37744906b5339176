import assert from "node:assert/strict";
import { OptionError } from "../../src/errors.ts";
import { parseSettings } from "../../src/cli/parse_settings.ts";

const options = {
  format: { kind: "text", short: "f", placeholder: "NAME", help: "" },
  maxFaces: { kind: "integer", placeholder: "N", min: 1, help: "" },
  margin: { kind: "number", placeholder: "M", min: -0.4, max: 5, default: 0, help: "" },
  stallMs: { kind: "duration", name: "stall", unit: "s", placeholder: "TIME", help: "" },
  quiet: { kind: "flag", short: "q", help: "" },
} as const;

function refuses(args: string[], message: RegExp): void {
  assert.throws(() => parseSettings(args, options), (error) => {
    assert(error instanceof OptionError);
    assert.match(error.message, message);
    return true;
  });
}

Deno.test("parseSettings() accepts long and short names, before and after inputs", () => {
  const { format, quiet, inputs } = parseSettings(["-f", "csv", "a", "-q", "b"], options);
  assert.deepEqual([format, quiet, inputs], ["csv", true, ["a", "b"]]);
  assert.equal(parseSettings(["--format=csv"], options).format, "csv");
  assert.equal(parseSettings(["-qfcsv"], options).format, "csv");
});

Deno.test("parseSettings() reads kebab-case names into typed values", () => {
  const settings = parseSettings(["--max-faces", "2", "--stall", "5", "--stall=7"], options);
  assert.deepEqual(settings, { margin: 0, quiet: false, maxFaces: 2, stallMs: 7000, inputs: [] });
});

Deno.test("parseSettings() prefers given values to the fallback, and that to the default", () => {
  const fallback = { margin: 1, format: "csv" };
  assert.equal(parseSettings([], options, fallback).margin, 1);
  assert.equal(parseSettings(["--margin", "0"], options, fallback).margin, 0);
  assert.equal(parseSettings([], options, fallback).format, "csv");
});

Deno.test("parseSettings() treats everything after -- as inputs", () => {
  assert.deepEqual(parseSettings(["--", "-f"], options).inputs, ["-f"]);
});

Deno.test("parseSettings() refuses unknown options and missing values on one line", () => {
  for (const args of [["--formal"], ["-x"], ["--format"], ["--quiet=1"], ["--format", "-q"]]) {
    refuses(args, /^Cannot read options: .*; see --help$/);
  }
  refuses(["--formal"], /unknown option --formal \(did you mean --format\?\)/);
  refuses(["--colour"], /unknown option --colour; /);
  refuses(["--format"], /--format needs a value \(NAME\)/);
  refuses(["--quiet=1"], /--quiet takes no value/);
});

Deno.test("parseSettings() refuses values that an option does not take", () => {
  refuses(["--margin", "9"], /^Cannot use --margin 9: give a number from -0.4 to 5$/);
  refuses(["--max-faces", "0"], /^Cannot use --max-faces 0: give a whole number of at least 1$/);
});

Deno.test("parseSettings() accepts an optional value, and uses the implied one without it", () => {
  const shown = {
    preview: {
      kind: "choice",
      choices: ["window", "terminal"],
      implied: "window",
      placeholder: "WHERE",
      help: "",
    },
  } as const;
  const cases: [string[], string, string[]?][] = [
    [["--preview"], "window"],
    [["--preview", "window", "a.mp4"], "window", ["a.mp4"]],
    [["--preview", "terminal"], "terminal"],
    [["--preview=terminal", "a.mp4"], "terminal", ["a.mp4"]],
    [["--preview", "a.mp4"], "window", ["a.mp4"]],
    [["--preview", "./terminal"], "window", ["./terminal"]],
    [["--preview", "--", "terminal"], "window", ["terminal"]],
    [["--preview", "terminal", "terminal"], "terminal", ["terminal"]],
  ];
  for (const [args, value, inputs = []] of cases) {
    const parsed = parseSettings(args, shown);
    assert.deepEqual([parsed.preview, parsed.inputs], [value, inputs], args.join(" "));
  }
  assert.throws(() => parseSettings(["--preview=moon"], shown), {
    message: "Cannot use --preview moon: give one of window, terminal",
  });
  const { preview, inputs } = parseSettings(["--", "--preview", "terminal"], shown);
  assert.deepEqual([preview, inputs], [undefined, ["--preview", "terminal"]]);
});

Deno.test("parseSettings() accepts values that begin with a dash if they are clearly values", () => {
  const parsed = parseSettings(["--format", "-f lavfi -i testsrc", "--margin", "-0.1"], options);
  assert.equal(parsed.format, "-f lavfi -i testsrc");
  assert.equal(parsed.margin, -0.1);
  assert.equal(parseSettings(["--format=-x"], options).format, "-x");
});

Deno.test("parseSettings() tells a long option with one dash from short ones", () => {
  const flags = {
    fps: { kind: "number", placeholder: "N", help: "" },
    from: { kind: "number", short: "f", placeholder: "N", help: "" },
  } as const;
  for (const args of [["-fps", "5"], ["-fps=5"], ["a.jpg", "-from", "2"]]) {
    assert.throws(
      () => parseSettings(args, flags),
      /unknown option -f\w+ \(did you mean --f\w+\?\)/,
    );
  }
  assert.equal(parseSettings(["-f2"], flags).from, 2);
});
