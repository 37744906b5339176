import assert from "node:assert/strict";
import { choice, milliseconds, number, seconds, size } from "../../src/cli/option_values.ts";

Deno.test("number() keeps to its range and to whole numbers", () => {
  assert.equal(number("n", undefined, { least: 0 }), undefined);
  assert.equal(number("n", "0.5", { least: 0, most: 1 }), 0.5);
  for (const given of ["", " ", "x", "-1", "2", "NaN"]) {
    assert.throws(() => number("n", given, { least: 0, most: 1 }), {
      message: `Cannot use --n ${given}: give a number from 0 to 1`,
    });
  }
  assert.throws(() => number("n", "1.5", { least: 1, whole: true }), {
    message: "Cannot use --n 1.5: give a whole number of at least 1",
  });
});

Deno.test("choice() lists what it takes", () => {
  assert.equal(choice("f", "b", ["a", "b"]), "b");
  assert.throws(() => choice("f", "c", ["a", "b"]), {
    message: "Cannot use --f c: give one of a, b",
  });
});

Deno.test("seconds() reads seconds and clocks", () => {
  assert.equal(seconds("from", "12.5"), 12.5);
  assert.equal(seconds("from", "1:02"), 62);
  for (const given of ["-1", "1:2:3:4", "soon", "1:"]) {
    assert.throws(() => seconds("from", given), /give seconds/);
  }
});

Deno.test("size() reads two whole numbers", () => {
  assert.deepEqual(size("size", "640x480"), { width: 640, height: 480 });
  for (const given of ["640", "0x480", "640x", "640x4.5", "-1x1"]) {
    assert.throws(() => size("size", given), /such as 640x480/);
  }
});

Deno.test("milliseconds() reads both units, and a number alone in its own", () => {
  assert.equal(milliseconds("smooth", "300", "ms"), 300);
  assert.equal(milliseconds("stall", "10", "s"), 10_000);
  assert.equal(milliseconds("stall", "500ms", "s"), 500);
  assert.equal(milliseconds("smooth", "0.3s", "ms"), 300);
  for (const given of ["", "-1", "1m", "soon", "1e3"]) {
    assert.throws(() => milliseconds("stall", given, "s"), /give seconds \(10\) or/);
  }
});
