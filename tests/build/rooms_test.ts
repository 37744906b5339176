import {
  findBackwardImports,
  findCycles,
  findForbiddenImports,
  type Graph,
  isPortable,
  loadedAtOnceBy,
  loadedBy,
} from "../../build/rooms.ts";
import assert from "node:assert/strict";

/** Imports by file; those of types alone start with `type `. */
function graphOf(imports: Record<string, string[]>): Graph {
  return new Map(
    Object.entries(imports).map(([path, names]) => [
      path,
      names.map((name) => ({ to: name.replace("type ", ""), isType: name.startsWith("type ") })),
    ]),
  );
}

Deno.test("findCycles() finds cycles of any length, types included", () => {
  const cycles = findCycles(graphOf({
    a: ["b", "c"],
    b: ["c"],
    c: ["d"],
    d: ["type b"],
    e: ["e", "a"],
  }));
  assert.deepEqual(cycles, ["b -> c -> d -> b", "e -> e"]);
  assert.deepEqual(findCycles(graphOf({ a: ["b", "c"], b: ["c"], c: [] })), []);
});

Deno.test("findBackwardImports() allows imports from the same room, earlier ones and shared files", () => {
  const problems = findBackwardImports(graphOf({
    "src/face/a.ts": ["src/face/b.ts", "src/image/c.ts", "src/result.ts", "type src/sink/d.ts"],
    "src/geometry.ts": ["src/pipeline.ts"],
    "src/attic/e.ts": ["npm:/x@1"],
    "mod.ts": ["src/cli/f.ts"],
  }));
  assert.deepEqual(problems, [
    "src/face/a.ts imports src/sink/d.ts from a later room",
    "src/geometry.ts imports src/pipeline.ts from a later room",
    "src/attic/e.ts: its room is missing in build/rooms.ts",
  ]);
});

Deno.test("findForbiddenImports() reports Node and npm in rooms that run in browsers", () => {
  const problems = findForbiddenImports(graphOf({
    "src/image/codecs/a.ts": ["npm:/@jsquash/webp@1.5.0/codec/x.js", "npm:/sharp@1.0.0", "node:fs"],
    "src/pipeline.ts": ["type node:stream"],
    "src/engine/tfjs/b.ts": ["npm:/@tensorflow/tfjs-core@4.22.0", "node:fs"],
    "src/sink/c.ts": ["node:fs"],
  }));
  assert.deepEqual(problems, [
    "src/image/codecs/a.ts imports npm:/sharp@1.0.0",
    "src/image/codecs/a.ts imports node:fs",
    "src/pipeline.ts imports node:stream",
  ]);
  assert.deepEqual(["src/engine/engine.ts", "src/cli/a.ts", "cli.ts"].map(isPortable), [
    true,
    false,
    false,
  ]);
});

Deno.test("loadedBy() follows code and not types", () => {
  const graph = graphOf({ "mod.ts": ["a", "type b"], a: ["c"], b: ["d"], c: ["a"] });
  assert.deepEqual([...loadedBy(graph, "mod.ts")], ["mod.ts", "a", "c"]);
});

Deno.test("loadedAtOnceBy() follows no types and nothing that is imported when it is needed", () => {
  const graph: Graph = new Map([
    ["mod.ts", [{ to: "a.ts", isType: false }, { to: "b.ts", isType: true }]],
    ["a.ts", [{ to: "node:fs", isType: false }, {
      to: "node:url",
      isType: false,
      isDynamic: true,
    }]],
  ]);
  assert.deepEqual([...loadedAtOnceBy(graph, "mod.ts")], ["mod.ts", "a.ts", "node:fs"]);
});
