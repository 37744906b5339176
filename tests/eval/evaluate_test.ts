import assert from "node:assert/strict";
import { records, runCli } from "../support/cli.ts";
import { evaluate } from "../../models.ts";
import { Recognizer } from "../../mod.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";

/** A folder of labelled pictures: one right, one wrong, one without a face, two left out. */
async function labelledFolder(): Promise<string> {
  const folder = await Deno.makeTempDir();
  const files = {
    "happy/astronaut.png": "astronaut.png",
    "angry/grace_hopper.jpg": "grace_hopper.jpg",
    "neutral/rocket.jpg": "rocket.jpg",
    "bored/astronaut.png": "astronaut.png",
  };
  for (const [path, name] of Object.entries(files)) {
    await Deno.mkdir(`${folder}/${path.split("/")[0]}`, { recursive: true });
    await Deno.copyFile(fixture(name), `${folder}/${path}`);
  }
  await Deno.mkdir(`${folder}/sad`);
  await Deno.writeTextFile(`${folder}/happy/words.jpg`, "Not a picture\n");
  return folder;
}

Deno.test("cli.ts eval counts readable pictures and reports the others", async (t) => {
  const folder = await labelledFolder();
  await t.step("as JSON", async () => {
    const result = await runCli(["eval", folder, "--format", "json"]);
    const [evaluation] = records(result);
    assert.equal(evaluation.images, 4);
    assert.equal(evaluation.evaluated, 2);
    assert.equal(evaluation.facesMissed, 1);
    assert.equal(evaluation.accuracy, 0.5);
    assert.equal(evaluation.macroRecall, 0.5);
    assert.deepEqual(evaluation.labels, ["angry", "happy", "neutral", "sad", "surprise"]);
    assert.deepEqual(evaluation.confusion.slice(0, 2), [[0, 0, 1, 0, 0], [0, 1, 0, 0, 0]]);
    assert.equal(evaluation.perClass.happy.precision, 1);
    assert.equal(evaluation.perClass.sad.recall, null);
    assert(evaluation.msPerImage > 0);
    assert.match(result.stderr, /Skipped .*bored: the model has no such label/);
    assert.match(result.stderr, /words\.jpg: it is text/);
    assert.match(result.stderr, /sad: no pictures in it/);
    assert.equal(result.code, 1);
  });
  await t.step("as text", async () => {
    const { stdout } = await runCli(["eval", folder]);
    assert.match(stdout, /accuracy +50\.0%/);
    assert.match(stdout, /happy +100\.0% +100\.0% +100\.0% +1\n/);
  });
  await t.step("with whole pictures as faces", async () => {
    const [evaluation] = records(await runCli(["eval", folder, "--crop-only", "-f", "json"]));
    assert.equal(evaluation.evaluated, 3);
    assert.equal(evaluation.facesMissed, 0);
  });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("cli.ts eval refuses folders without labelled pictures", async () => {
  const folder = await Deno.makeTempDir();
  for (const path of [folder, `${folder}/nonesuch`]) {
    const { code, stderr } = await runCli(["eval", path]);
    assert.equal(code, 1);
    assert.match(stderr, /^mien: Cannot evaluate .*\n$/);
  }
  assert.equal((await runCli(["eval"])).code, 2);
  await Deno.remove(folder);
});

ffmpegTest(
  "evaluate() takes the first frame of a moving picture",
  async () => {
    const folder = await Deno.makeTempDir();
    await Deno.mkdir(`${folder}/neutral`);
    await ffmpeg(["-t", "0.3", "-i", fixture("webcam.mjpeg"), `${folder}/neutral/man_1.gif`]);
    await Deno.copyFile(fixture("grace_hopper.jpg"), `${folder}/neutral/hopper_1.jpg`);
    using recognizer = await Recognizer.load();
    const plain = await evaluate(recognizer, folder);
    assert.deepEqual([plain.images, plain.evaluated], [2, 2]);
    const baseline = { reference: "auto", person: /^([a-z]+)_/ } as const;
    // Nobody has another picture, so each is read as it is.
    const { confusion } = await evaluate(recognizer, folder, { baseline });
    assert.deepEqual(confusion, plain.confusion);
    await Deno.remove(folder, { recursive: true });
  },
);

Deno.test("cli.ts eval --baseline reads a picture against others of the same person", async (t) => {
  const folder = await Deno.makeTempDir();
  // A smile that is called neutral stands for a face that looks happy at rest.
  const files = {
    "neutral/collins_1.png": "astronaut.png",
    "neutral/collins_2.png": "astronaut.png",
    "neutral/alone_1.png": "astronaut.png",
    "neutral/nobody.png": "astronaut.png",
    "neutral/hopper_1.jpg": "grace_hopper.jpg",
  };
  await Deno.mkdir(`${folder}/neutral`);
  for (const [path, name] of Object.entries(files)) {
    await Deno.copyFile(fixture(name), `${folder}/${path}`);
  }
  // Of a picture that is its person's reference, this model keeps nothing but the lift of neutral.
  const model = `${folder}/model`;
  await Deno.mkdir(model);
  for (const file of ["model.json", "weights.bin", "card.json"]) {
    await Deno.copyFile(new URL(`../../models/five/${file}`, import.meta.url), `${model}/${file}`);
  }
  const card = JSON.parse(await Deno.readTextFile(`${model}/card.json`));
  const baseline = { strength: 1, neutralLift: 1, neutralShare: 1, temperature: 1 };
  await Deno.writeTextFile(`${model}/card.json`, JSON.stringify({ ...card, baseline }));
  const person = ["--person", "^([a-z]+)_"];
  const count = async (args: string[]) => {
    const result = await runCli(["eval", folder, "--model", model, "-f", "json", "-q", ...args]);
    return records(result)[0].confusion[2];
  };
  await t.step("that are labelled neutral, and never itself", async () => {
    assert.deepEqual(await count([]), [0, 4, 1, 0, 0]);
    assert.deepEqual(await count(["--baseline", "neutral", ...person]), [0, 2, 3, 0, 0]);
  });
  await t.step("that look most neutral, as far as they do", async () => {
    assert.deepEqual(await count(["--baseline", "auto", ...person]), [0, 4, 1, 0, 0]);
  });
  await t.step("and says what it misses", async () => {
    for (
      const [args, message] of [
        [["--baseline", "auto"], /--baseline and --person go together/],
        [["--baseline", "auto", "--person", "^S"], /--person \^S: it has no group/],
        [["--baseline", "auto", "--person", "("], /--person \(: it is no regular expression/],
        [
          ["--baseline", "auto", "--person", "^(S)"],
          /no name of a picture in .+ matches \^\(S\)$/m,
        ],
      ] as const
    ) {
      const { code, stderr } = await runCli(["eval", folder, ...args]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });
  await Deno.remove(folder, { recursive: true });
});
