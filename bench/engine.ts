// The compiled networks against tfjs, as ratios within one run, and each step against the processor's peak.
// Run as: deno run --allow-read bench/engine.ts [--layers]
import { startTfjs } from "../src/engine/tfjs/start_tfjs.ts";
import { ARITHMETIC, type Simd } from "../src/engine/wasm/arithmetic.ts";
import { compileNetwork } from "../src/engine/wasm/compile_network.ts";
import type { FunctionBuilder } from "../src/engine/wasm/function_builder.ts";
import { f32x4, i32, v128 } from "../src/engine/wasm/instructions.ts";
import { ModuleBuilder } from "../src/engine/wasm/module_builder.ts";
import { NetworkInstance } from "../src/engine/wasm/network_instance.ts";
import { planNetwork } from "../src/engine/wasm/plan_network.ts";
import { costOf } from "../src/engine/wasm/step_cost.ts";
import type { Network } from "../src/model/graph.ts";
import { folderFiles } from "../src/model/model_files.ts";
import { readNetwork } from "../src/model/read_network.ts";

const ROUNDS = 150;
const BUILDS: readonly Simd[] = ["relaxed", "plain"];

function quantile(numbers: readonly number[], part: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(part * (numbers.length - 1))]!;
}

async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function print(...columns: (string | number)[]): void {
  const texts = columns.map((value) => typeof value === "number" ? value.toFixed(3) : value);
  // deno-lint-ignore no-console -- a program for people
  console.log(texts.map((text, i) => i === 0 ? text.padEnd(28) : text.padStart(10)).join(" "));
}

/** Billions of multiply-adds per second without any loads from memory. */
function peakOf(simd: Simd): number {
  const { multiplyAdd } = ARITHMETIC[simd], sums = 12, times = 20_000;
  const module = new ModuleBuilder();
  const spin = module.function([], (f: FunctionBuilder) => {
    const factor = f.vector(f32x4.const(0.5));
    const locals = f.vectors(Array(sums).fill(f32x4.const(0)));
    f.repeat(times, () => {
      for (const local of locals) f.set(local, multiplyAdd(factor, factor, local));
    });
    for (const local of locals) f.store(i32.const(0), v128.and(local, local));
  });
  module.exportFunction("spin", spin);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.finish(65_536)));
  const run = exports.spin as () => void;
  const seconds = Array.from({ length: 60 }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  return 4 * sums * times / quantile(seconds, 0.1) / 1e9;
}

async function compareNetwork(name: string, { graph, weights }: Network): Promise<void> {
  const session = await engine.load(graph, weights);
  const length = session.inputShape.reduce((product, size) => product * size, 1);
  const input = Float32Array.from({ length }, (_, i) => (i * 7919 % 255) / 255);
  const networks = [];
  for (const simd of BUILDS) {
    let bytes!: Uint8Array<ArrayBuffer>, network!: NetworkInstance;
    const compiled = await timed(() => bytes = compileNetwork(graph, weights, simd));
    const ready = await timed(() =>
      network = new NetworkInstance(new WebAssembly.Module(bytes), graph, weights)
    );
    const first = await timed(() => network.run(input));
    print(`${name} ${simd}`, `${(bytes.length / 1024).toFixed(0)} KiB`, compiled, ready, first);
    networks.push(network);
  }
  const ratios = networks.map((): number[] => []), times = networks.map((): number[] => []);
  const references: number[] = [];
  for (let round = -20; round < ROUNDS; round++) {
    const reference = await timed(() => session.run(input));
    if (round >= 0) references.push(reference);
    for (const [i, network] of networks.entries()) {
      const own = await timed(() => network.run(input));
      if (round < 0) continue;
      times[i]!.push(own);
      ratios[i]!.push(own / reference);
    }
  }
  for (const [i, simd] of BUILDS.entries()) {
    const parts = [0.25, 0.5, 0.75].map((part) => quantile(ratios[i]!, part));
    const fastest = quantile(times[i]!, 0.05);
    const ofFastest = fastest / quantile(references, 0.05);
    results.push([`${name} ${simd} / tfjs`, ...parts, ofFastest, fastest]);
  }
}

function measureSteps(name: string, { graph, weights }: Network, peak: number): void {
  const { steps, layouts } = planNetwork(graph);
  const binary = compileNetwork(graph, weights, "relaxed", { exportsSteps: true });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
  const memory = exports.memory as WebAssembly.Memory;
  const address = (exports.weights as WebAssembly.Global).value;
  new Uint8Array(memory.buffer).set(weights.data, address);
  (exports.init as () => void)();
  const functions = steps.flatMap((step) => {
    const run = exports[`step ${step.output}`] as (() => void) | undefined;
    return run ? [{ step, run, times: [] as number[] }] : [];
  });
  for (let round = 0; round < ROUNDS; round++) {
    for (const { run, times } of functions) {
      const start = performance.now();
      run();
      run();
      times.push((performance.now() - start) / 2);
    }
  }
  print(`\n${name}`, "method", "µs", "M direct", "M done", "G/s", "of peak", "KiB");
  for (const { step, times } of functions) {
    const { method, direct, done, weightBytes } = costOf(step, layouts);
    const time = quantile(times, 0.1), rate = done / time / 1e6;
    const figures = [direct / 1e6, done / 1e6, rate].map((value) => value.toFixed(2));
    const share = `${(100 * rate / peak).toFixed(0)}%`;
    const kibibytes = (weightBytes / 1024).toFixed(0);
    print(step.output, method, (1000 * time).toFixed(1), ...figures, share, kibibytes);
  }
}

const engine = await startTfjs();
const results: [string, ...number[]][] = [];
const peaks = BUILDS.map(peakOf);
const files: [string, Network][] = [];
for (const name of ["five", "blazeface"]) {
  files.push([
    name,
    await readNetwork(folderFiles(new URL(`../models/${name}/`, import.meta.url))),
  ]);
}
print("", "module", "compile", "load", "first run");
for (const [name, network] of files) await compareNetwork(name, network);
print("\nratios", "quartile", "median", "quartile", "fastest", "ms");
for (const result of results) print(...result);
for (const [i, simd] of BUILDS.entries()) {
  print(`peak ${simd}`, `${peaks[i]!.toFixed(1)} G/s`);
}
if (Deno.args.includes("--layers")) {
  for (const [name, network] of files) measureSteps(name, network, peaks[0]!);
}
