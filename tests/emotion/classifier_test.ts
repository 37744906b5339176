import { folderFiles } from "../../src/model/model_files.ts";
import assert from "node:assert/strict";
import { EmotionClassifier } from "../../src/emotion/classifier.ts";
import type { Engine, Session } from "../../src/engine/engine.ts";
import { startTfjs } from "../../src/engine/tfjs/start_tfjs.ts";
import { ModelError } from "../../src/errors.ts";
import { pathToFileURL } from "node:url";

const five = new URL("../../models/five/", import.meta.url);

/** A copy of `models/five` with some fields of its card changed. */
async function withCard(change: object, run: (folder: URL) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir();
  for (const file of ["model.json", "weights.bin"]) {
    await Deno.copyFile(new URL(file, five), `${path}/${file}`);
  }
  const card = JSON.parse(await Deno.readTextFile(new URL("card.json", five)));
  await Deno.writeTextFile(`${path}/card.json`, JSON.stringify({ ...card, ...change }));
  await run(pathToFileURL(`${path}/`));
  await Deno.remove(path, { recursive: true });
}

/** An engine whose networks record their inputs. */
function watch(engine: Engine): { engine: Engine; inputs: Float32Array[] } {
  const inputs: Float32Array[] = [];
  const load: Engine["load"] = async (graph, weights): Promise<Session> => {
    const session = await engine.load(graph, weights);
    return {
      ...session,
      run: (input, batch) => (inputs.push(input), session.run(input, batch)),
    };
  };
  return { engine: { ...engine, load }, inputs };
}

Deno.test("EmotionClassifier.load() refuses a card that contradicts the network", async () => {
  const engine = await startTfjs();
  const before = engine.memory();
  await withCard({ labels: ["happy", "sad"], baseline: undefined }, async (folder) => {
    await assert.rejects(
      () => EmotionClassifier.load(engine, folderFiles(folder)),
      (error) =>
        error instanceof ModelError &&
        /its card says 48,48,1 -> 2 but its network is 48,48,1 -> 5/.test(error.message),
    );
  });
  assert.deepEqual(engine.memory(), before);
});

Deno.test("EmotionClassifier.classify() maps samples to the card's range", async () => {
  const { engine, inputs } = watch(await startTfjs());
  const input = { width: 48, height: 48, channels: 1, range: [-1, 1] };
  await withCard({ input }, async (folder) => {
    using classifier = await EmotionClassifier.load(engine, folderFiles(folder));
    const crop = new Float32Array(48 * 48).fill(0.75);
    await classifier.classify([crop]);
    assert.deepEqual([...new Set(inputs.at(-1))], [0.5]);
    assert.equal(crop[0], 0.75);
  });
});

Deno.test("EmotionClassifier.classify() applies the card's temperature", async () => {
  const engine = await startTfjs();
  const largest: number[] = [];
  for (const temperature of [1, 3]) {
    await withCard({ temperature }, async (folder) => {
      using classifier = await EmotionClassifier.load(engine, folderFiles(folder));
      const [p] = await classifier.classify([new Float32Array(48 * 48)]);
      assert(Math.abs(p!.reduce((sum, value) => sum + value) - 1) < 1e-5);
      largest.push(Math.max(...p!));
    });
  }
  assert(largest[1]! < largest[0]!);
  using classifier = await EmotionClassifier.load(engine, folderFiles(five));
  assert.deepEqual(await classifier.classify([]), []);
});

Deno.test("EmotionClassifier.classify() refuses outputs that are no probabilities", async () => {
  const strange = [[NaN, 0, 0, 0, 0], [Infinity, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0.9, 0.9, 0, 0, 0]];
  for (const outputs of strange) {
    const session: Session = {
      inputShape: [48, 48, 1],
      outputShapes: [[5]],
      run: () => Promise.resolve([Float32Array.from(outputs)]),
      [Symbol.dispose]: () => {},
    };
    const engine: Engine = { name: "toy", load: () => Promise.resolve(session) };
    using classifier = await EmotionClassifier.load(engine, folderFiles(five));
    await assert.rejects(() => classifier.classify([new Float32Array(48 * 48)]), {
      code: "model-invalid",
      message: /^Cannot use model five: its outputs sum to .+, not 1$/,
    });
  }
});
