// deno-lint-ignore-file no-console -- a program for people
// Reads mutated files with everything that reads bytes from outside: deno task fuzz [--seconds N]
// [--seed S] [--cases N] [--reader NAME] [--state FILE]
//
// Each case must be read or refused with an error of ours, within 3 s of the processor's time and
// 600 MB; after each thousand cases the real files must be read as before. With --state the run goes on
// where it was ended.
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.3.0";
import { parseArgs } from "node:util";
import { MienError } from "../../src/errors.ts";
import { Problem } from "../../src/http/problem.ts";
import { picture, Service } from "../support/service.ts";
import { modelReaders } from "./model_readers.ts";
import { pictureReaders } from "./picture_readers.ts";
import { readGoodFiles } from "./good_files.ts";
import { Peak } from "./peak.ts";
import type { Reader } from "./reader.ts";
import { Refused, serviceReaders } from "./service_readers.ts";
import { emptyCount, type Failure, State } from "./state.ts";
import { textReaders } from "./text_readers.ts";
import { Watch } from "./watch.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    cases: { type: "string", default: "Infinity" },
    reader: { type: "string" },
    state: { type: "string" },
  },
});
const end = performance.now() + Number(values.seconds) * 1000, mostCases = Number(values.cases);

/** How much memory a case may take, the process itself included. */
const mostBytes = 600e6;

/** After how many cases the real files are read again. */
const checkEvery = 1000;

/** How long a failing case is made simpler. */
const shrinkMs = 10_000;

const goodPictures = await readPictures();
const folder = await Deno.makeTempDir({ prefix: "fuzz-" });
await using service = new Service({ workers: 0 });
const readers: Reader[] = [
  ...pictureReaders(goodPictures),
  ...await modelReaders(folder),
  ...await textReaders(goodPictures.get("orientation_1.jpg")!),
  ...serviceReaders(service, [...goodPictures.values()]),
].filter(({ name }) => name === (values.reader ?? name));
const photo = await picture("grace_hopper.jpg");
const good = await readGoodFiles(goodPictures, service, photo);
using watch = new Watch();
const state = await State.load(values.state, Number(values.seed));
let unchecked = 0;
for (; performance.now() < end && state.total < mostCases; await state.next()) {
  const reader = readers[state.batch % readers.length]!;
  if (state.isLost) {
    await fail(reader, new Error("The process ended"));
    continue;
  }
  await state.begin();
  await runBatch(reader);
  if ((unchecked += reader.batch) < checkEvery) continue;
  unchecked = 0;
  await readGoodFiles(goodPictures, service, photo).then((now) => assert.deepEqual(now, good))
    .catch((error) => fail(reader, error));
}
report();
await Deno.remove(folder, { recursive: true });
Deno.exit(state.failures.length > 0 ? 1 : 0);

async function runBatch(reader: Reader): Promise<void> {
  const seed = state.seed + state.batch, count = state.counts[reader.name] ??= emptyCount();
  watch.name(`${reader.name}, seed ${seed}`);
  // The garbage collector does not see how much memory is behind a network.
  (globalThis as { gc?: () => void }).gc?.();
  const before = Deno.memoryUsage().rss, peak = new Peak();
  const property = reader.property(async (read) => {
    count.cases++;
    try {
      await watch.run(read);
      count.read++;
    } catch (error) {
      if (!isTyped(error)) throw error;
    }
  });
  const result = await fc.check(property, {
    seed,
    numRuns: reader.batch,
    interruptAfterTimeLimit: shrinkMs,
  });
  service.errors.length = 0;
  if (result.failed && result.errorInstance) {
    await fail(reader, result.errorInstance, result.counterexample);
  }
  const bytes = peak.bytes();
  count.peakBytes = Math.max(count.peakBytes, bytes);
  // What is kept by one reader is not blamed on the next.
  if (bytes > mostBytes && before <= mostBytes) {
    await fail(reader, new Error(`It takes ${Math.round(bytes / 1e6)} MB`));
  }
}

function isTyped(error: unknown): boolean {
  return error instanceof MienError || error instanceof Problem || error instanceof Refused;
}

async function fail(reader: Reader, error: unknown, example?: unknown): Promise<void> {
  const failure: Failure = {
    reader: reader.name,
    seed: state.seed + state.batch,
    message: String(error instanceof Error ? error.stack ?? error : error).slice(0, 600),
    ...example !== undefined && { example: fc.stringify(example).slice(0, 20_000) },
  };
  if (!state.add(failure)) return;
  console.error(
    `${failure.reader}, seed ${failure.seed}: ${failure.message}\n${failure.example ?? ""}`,
  );
  await state.save();
}

function report(): void {
  console.log("| reader | cases | read | most MB |\n| --- | --- | --- | --- |");
  for (const [name, { cases, read, peakBytes }] of Object.entries(state.counts)) {
    console.log(`| ${name} | ${cases} | ${read} | ${Math.round(peakBytes / 1e6)} |`);
  }
  const failures = `${state.failures.length} kinds of failures`;
  console.log(
    `${state.total} cases, seed ${state.seed}, longest ${watch.longestS.toFixed(2)} s, ${failures}`,
  );
}

async function readPictures(): Promise<Map<string, Uint8Array>> {
  const place = new URL("../golden/image/pictures/", import.meta.url);
  const found = new Map<string, Uint8Array>();
  for await (const { name } of Deno.readDir(place)) {
    found.set(name, await Deno.readFile(new URL(name, place)));
  }
  return found;
}
