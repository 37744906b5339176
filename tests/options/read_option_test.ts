import assert from "node:assert/strict";
import type { Option } from "../../src/options/option.ts";
import { expectation, readOption } from "../../src/options/read_option.ts";

const about = { placeholder: "X", help: "" };

/** Checks that an option refuses some texts, and what it expects instead. */
function refuses(option: Option, texts: readonly string[], wanted: string): void {
  for (const text of texts) assert.equal(readOption(option, text), undefined, text);
  assert.equal(expectation(option), wanted);
}

Deno.test("readOption() keeps numbers within their bounds", () => {
  const option = { ...about, kind: "number", min: 0, max: 1 } as const;
  assert.equal(readOption(option, "0.5"), 0.5);
  refuses(option, ["", " ", "x", "-1", "2", "NaN"], "a number from 0 to 1");
  assert.equal(readOption({ ...about, kind: "number", min: -0.4, max: 5 }, "-0.4"), -0.4);
});

Deno.test("readOption() accepts only whole numbers for an integer", () => {
  const option = { ...about, kind: "integer", min: 1 } as const;
  assert.equal(readOption(option, "64e6"), 64_000_000);
  refuses(option, ["1.5", "0", "Infinity"], "a whole number of at least 1");
});

Deno.test("readOption() accepts a choice and lists the possible ones", () => {
  const option = { ...about, kind: "choice", choices: ["a", "b"] } as const;
  assert.equal(readOption(option, "b"), "b");
  refuses(option, ["c", ""], "one of a, b");
});

Deno.test("readOption() reads times as seconds and clocks", () => {
  const option = { ...about, kind: "time" } as const;
  assert.equal(readOption(option, "12.5"), 12.5);
  assert.equal(readOption(option, "1:02"), 62);
  assert.equal(readOption(option, "1:02:03.5"), 3723.5);
  refuses(option, ["-1", "1:2:3:4", "soon", "1:"], "seconds (12.5) or a clock (1:02:03.5)");
});

Deno.test("readOption() reads where a neutral face comes from", () => {
  const option = { ...about, kind: "baseline", takesPictures: true } as const;
  assert.equal(readOption(option, "off"), "off");
  assert.equal(readOption(option, "auto"), "auto");
  assert.deepEqual(readOption(option, "3s"), { firstMs: 3000 });
  assert.deepEqual(readOption(option, "250ms"), { firstMs: 250 });
  assert.deepEqual(readOption(option, "a.jpg, b.jpg"), { pictures: ["a.jpg", "b.jpg"] });
  assert.deepEqual(readOption(option, "3"), { firstMs: 3000 });
  refuses(option, ["", "0s", "a.jpg,,b.jpg"], "off, auto, a time such as 3s, or pictures");
  const served = { ...option, takesPictures: false };
  assert.deepEqual(readOption(served, "2s"), { firstMs: 2000 });
  refuses(served, ["a.jpg", "-1s"], "off, auto, a time such as 3s");
});

Deno.test("readOption() reads ranges as two numbers in order", () => {
  const option = { ...about, kind: "range" } as const;
  assert.deepEqual(readOption(option, "-1..1"), [-1, 1]);
  assert.deepEqual(readOption(option, "-127.5..127.5"), [-127.5, 127.5]);
  assert.deepEqual(readOption(option, "0...5"), [0, 0.5]);
  refuses(
    option,
    ["", "..", "1", "0..", "..1", "1..0", "0..0", "0..1..2", "0-1", "-Infinity..0", "a..b"],
    "two numbers, the smaller one first, such as 0..1 or -1..1",
  );
});

Deno.test("readOption() reads sizes as two whole numbers", () => {
  const option = { ...about, kind: "size" } as const;
  assert.deepEqual(readOption(option, "640x480"), { width: 640, height: 480 });
  refuses(
    option,
    ["640", "0x480", "640x", "640x4.5", "-1x1"],
    "width x height in pixels, such as 640x480",
  );
});

Deno.test("readOption() reads durations in both units, and a number alone in its own", () => {
  const smooth = { ...about, kind: "duration", unit: "ms" } as const;
  const stall = { ...about, kind: "duration", unit: "s" } as const;
  assert.equal(readOption(smooth, "300"), 300);
  assert.equal(readOption(stall, "10"), 10_000);
  assert.equal(readOption(stall, "500ms"), 500);
  assert.equal(readOption(smooth, "0.3s"), 300);
  refuses(stall, ["", "-1", "1m", "soon", "1e3"], "seconds (10) or milliseconds (500ms)");
  assert.equal(expectation(smooth), "milliseconds (300) or seconds (0.3s)");
});

Deno.test("readOption() reads flags, texts and lists", () => {
  const flag = { kind: "flag", help: "" } as const;
  assert.deepEqual([readOption(flag, "true"), readOption(flag, "false")], [true, false]);
  refuses(flag, ["", "1", "True"], "true or false");
  assert.equal(readOption({ ...about, kind: "text" }, " a,b"), " a,b");
  assert.deepEqual(readOption({ ...about, kind: "list" }, "a, b c,d"), ["a", "b c", "d"]);
});
