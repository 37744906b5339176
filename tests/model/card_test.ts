import assert from "node:assert/strict";
import { parseCard } from "../../src/model/card.ts";
import { ModelError } from "../../src/errors.ts";

const CARD = {
  name: "five",
  labels: ["angry", "happy", "neutral"],
  input: { width: 48, height: 48, channels: 1, range: [-1, 1] },
  crop: { margin: 0.1, shiftY: -0.05 },
  temperature: 1.3,
  uncertainBelow: 0.6,
  qualityLimits: { minSizePx: 12.9 },
  baseline: { strength: 0.7, neutralLift: 0.5, neutralShare: 0.4, temperature: 0.42 },
};

Deno.test("parseCard() keeps every field, known or not", () => {
  const json = { ...CARD, accuracy: 0.8, data: { faces: 3 } };
  assert.deepEqual(parseCard(json, "card.json"), json);
});

Deno.test("parseCard() fills in the temperature and uncertainBelow", () => {
  const { temperature: _, uncertainBelow: __, ...json } = CARD;
  const { temperature, uncertainBelow } = parseCard(json, "card.json");
  assert.deepEqual([temperature, uncertainBelow], [1, 0.5]);
});

const { input, crop, baseline } = CARD;
const refused: [string, unknown, string][] = [
  ["something that is no object", [], "it must be an object"],
  ["null", null, "it must be an object"],
  ["an empty name", { ...CARD, name: " " }, "name must be a text"],
  ["no labels", { ...CARD, labels: undefined }, "labels must be a list of at least two names"],
  ["one label", { ...CARD, labels: ["a"] }, "labels must be a list of at least two names"],
  ["a label that is a number", { ...CARD, labels: ["a", 1] }, "labels must be a list of at least"],
  ["a label given twice", { ...CARD, labels: ["a", "b", "a"] }, "labels must differ"],
  ["no input", { ...CARD, input: null }, "input must be an object"],
  ["no width", { ...CARD, input: { ...input, width: 0 } }, "input.width must be a whole number"],
  ["half a pixel", { ...CARD, input: { ...input, height: 1.5 } }, "input.height must be a whole"],
  ["two channels", { ...CARD, input: { ...input, channels: 2 } }, "input.channels must be 1 or 3"],
  ["a reversed range", { ...CARD, input: { ...input, range: [1, 0] } }, "input.range must be two"],
  ["a range of texts", { ...CARD, input: { ...input, range: ["0", "1"] } }, "input.range must be"],
  ["no crop", { ...CARD, crop: undefined }, "crop must be an object"],
  [
    "a margin that leaves nothing",
    { ...CARD, crop: { ...crop, margin: -0.5 } },
    "crop.margin must",
  ],
  ["no shift", { ...CARD, crop: { margin: 0 } }, "crop.shiftY must be a number"],
  [
    "a threshold above 1",
    { ...CARD, uncertainBelow: 2 },
    "uncertainBelow must be a number from 0 to 1",
  ],
  ["a limit that is a text", { ...CARD, qualityLimits: { minSizePx: "9" } }, "qualityLimits must"],
  ["a baseline that is a number", { ...CARD, baseline: 0.7 }, "baseline must be an object"],
  [
    "a baseline without neutral",
    { ...CARD, labels: ["a", "b"] },
    "baseline needs the label neutral",
  ],
  ...Object.entries({
    strength: [2, "a number from 0 to 1"],
    neutralLift: [1e308, "a number from -100 to 100"],
    neutralShare: [0, "a number above 0, at most 1"],
    temperature: [0, "a number from 0.01 to 100"],
  }).map(([field, [value, rule]]): [string, unknown, string] => [
    `${value} as the baseline's ${field}`,
    { ...CARD, baseline: { ...baseline, [field]: value } },
    `baseline.${field} must be ${rule}`,
  ]),
  ...[0, 0.001, 1e9, "1", null].map((temperature): [string, unknown, string] => [
    `a temperature of ${temperature}`,
    { ...CARD, temperature },
    "temperature must be a number from 0.01 to 100",
  ]),
  [
    "a range beyond all numbers",
    { ...CARD, input: { ...input, range: [-1e308, 1e308] } },
    "input.range must be two numbers from -1e6 to 1e6",
  ],
  ["a width beyond memory", { ...CARD, input: { ...input, width: 1e9 } }, "input.width must be"],
  ["a margin beyond the frame", { ...CARD, crop: { ...crop, margin: 1e300 } }, "crop.margin must"],
  ["a shift of a list", { ...CARD, crop: { ...crop, shiftY: [] } }, "crop.shiftY must be a number"],
  ["a label that moves the cursor", { ...CARD, labels: ["a", "\x1b[2J"] }, "labels must be a list"],
];
for (const [what, json, message] of refused) {
  Deno.test(`parseCard() refuses ${what}`, () => {
    assert.throws(() => parseCard(json, "models/mine/card.json"), (error) => {
      assert(error instanceof ModelError);
      assert.equal(error.code, "model-invalid");
      assert(
        error.message.startsWith(`Cannot use model card models/mine/card.json: ${message}`),
        error.message,
      );
      return true;
    });
  });
}
