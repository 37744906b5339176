import assert from "node:assert/strict";
import { againstBaseline, neutralBaseline, restingBaseline } from "../../src/emotion/baseline.ts";
import { leaveOneOut } from "../../src/eval/leave_one_out.ts";

const settings = { strength: 0.7, neutralLift: 0.5, neutralShare: 0.5, temperature: 1 };
const angry = { probabilities: [0.6, 0.4], label: 0 };
const resting = { probabilities: [0.3, 0.7], label: 1 };
const tense = { probabilities: [0.5, 0.5], label: 1 };
const pictures = [angry, resting, tense];

Deno.test("leaveOneOut() takes the other pictures that are labelled neutral", () => {
  const others = [[resting, tense], [tense], [resting]];
  assert.deepEqual(
    leaveOneOut(pictures, "neutral", 1, settings),
    pictures.map(({ probabilities }, i) =>
      againstBaseline(
        probabilities,
        neutralBaseline(others[i]!.map((other) => other.probabilities)),
        1,
        settings,
      )
    ),
  );
});

Deno.test("leaveOneOut() takes the other pictures that look most neutral, whatever their labels", () => {
  // Half of two is one.
  const others = [resting, tense, resting];
  assert.deepEqual(
    leaveOneOut(pictures, "auto", 1, settings),
    pictures.map(({ probabilities }, i) =>
      againstBaseline(
        probabilities,
        restingBaseline([others[i]!.probabilities], 1, settings),
        1,
        settings,
      )
    ),
  );
});

Deno.test("leaveOneOut() does not change a picture's own reading by that picture", () => {
  const [alone] = leaveOneOut([resting], "auto", 1, settings);
  assert.equal(alone, resting.probabilities);
  const [first] = leaveOneOut([resting, angry], "neutral", 1, settings);
  assert.equal(first, resting.probabilities);
});
