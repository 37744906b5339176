import assert from "node:assert/strict";
import { EmotionClassifier } from "../../src/emotion/classifier.ts";
import { startEngine } from "../../src/engine/start_engine.ts";
import { exampleFaces } from "../../src/keras/example_faces.ts";
import { openModel } from "../../src/model/open_model.ts";

Deno.test("exampleFaces() are faces that five reads as in their pictures", async () => {
  using classifier = await EmotionClassifier.load(await startEngine(), openModel("five"));
  const { card } = classifier, faces = await exampleFaces(card);
  const answers = await classifier.classify([...faces.values()]);
  const labels = answers.map((answer) => card.labels[answer.indexOf(Math.max(...answer))]);
  assert.deepEqual([...faces.keys()], ["astronaut", "grace_hopper", "webcam 10", "webcam 70"]);
  assert.deepEqual(labels, ["happy", "neutral", "neutral", "surprise"]);
});
