import assert from "node:assert/strict";
import { accuracyTable, readAccuracy, replaceTable } from "../../training/accuracy_table.ts";

Deno.test("docs/training.md shows the accuracy that the models' cards hold", async () => {
  const text = await Deno.readTextFile(new URL("../../docs/training.md", import.meta.url));
  assert.equal(
    text,
    replaceTable(text, accuracyTable(readAccuracy)),
    "Run: deno run --allow-read --allow-write=docs/training.md training/accuracy_table.ts",
  );
});

Deno.test("accuracyTable() rounds each model's figures into columns of one width", () => {
  const figures = (first: number) => ({
    fer2013_accuracy: first,
    fer2013_macro: 2.25,
    fer2013_worst: 3,
    ferplus_accuracy: 4.04,
    ferplus_macro: 5.06,
    ferplus_worst: 6,
    calibration_error: 0.0146,
  });
  const lines = accuracyTable((model) => figures(model === "nas" ? 99.96 : 1)).split("\n");
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
  const cells = lines.find((line) => line.includes("`nas`"))!.split("|").map((cell) => cell.trim());
  assert.deepEqual(cells.slice(2, -1), ["100.0", "2.3", "3.0", "4.0", "5.1", "6.0", "0.015"]);
});

Deno.test("replaceTable() keeps the rest of the text and requires the markers", () => {
  const text = "# A\n\n<!-- accuracy -->\n\nold\n\n<!-- /accuracy -->\n\nend\n";
  const replaced = replaceTable(text, "new");
  assert.equal(replaced, text.replace("old", "new"));
  assert.equal(replaceTable(replaced, "new"), replaced);
  assert.throws(() => replaceTable("# A\n", "new"), RangeError);
});
