import assert from "node:assert/strict";
import { accuracy, classScores, macroRecall } from "../../src/eval/confusion.ts";

// Figures by scikit-learn 1.9.1: classification_report(truth, predicted, digits=4) of these counts.
const confusion = [[5, 3, 0], [1, 7, 2], [0, 0, 4]];

Deno.test("classScores() returns precision, recall, F1 and support of each label", () => {
  const rounded = classScores(confusion).map((scores) =>
    Object.values(scores).map((value) => Number(value?.toFixed(4)))
  );
  assert.deepEqual(rounded, [
    [0.8333, 0.625, 0.7143, 8],
    [0.7, 0.7, 0.7, 10],
    [0.6667, 1, 0.8, 4],
  ]);
});

Deno.test("accuracy() weighs pictures, macroRecall() weighs labels", () => {
  assert.equal(accuracy(confusion), 16 / 22);
  assert.equal(macroRecall(confusion)?.toFixed(4), ((0.625 + 0.7 + 1) / 3).toFixed(4));
});

Deno.test("scores without a denominator are null", () => {
  assert.deepEqual(classScores([[0, 0], [0, 2]])[0], {
    precision: null,
    recall: null,
    f1: null,
    support: 0,
  });
  assert.equal(accuracy([[0]]), null);
  assert.equal(macroRecall([[0, 0], [1, 1]]), 0.5);
});
