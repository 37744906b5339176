import fc from "npm:fast-check@4.3.0";

/** One change of a file. `at` and `length` are taken modulo what the file has. */
interface Change {
  readonly kind: typeof KINDS[number];
  readonly at: number;
  /** Whether `at` counts among the first bytes, where headers are. */
  readonly isEarly: boolean;
  readonly length: number;
  readonly bytes: Uint8Array;
}

const KINDS = ["set", "flip", "insert", "delete", "repeat", "move", "cut"] as const;

/** How many bytes count as early. */
const earlyBytes = 64;

/** Numbers at which arithmetic goes wrong, in either byte order. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const edgeBytes = fc.tuple(fc.constantFrom(...edges), fc.constantFrom(1, 2, 4), fc.boolean()).map(
  ([value, size, isLittle]) => {
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, value, isLittle);
    return new Uint8Array(view.buffer).slice(isLittle ? 0 : 4 - size, isLittle ? size : 4);
  },
);

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: fc.nat(),
  isEarly: fc.boolean(),
  length: fc.oneof(fc.integer({ min: 1, max: 16 }), fc.nat(70_000)),
  bytes: fc.oneof(edgeBytes, fc.uint8Array({ minLength: 1, maxLength: 8 })),
});

/**
 * Real files with a few changes: bytes set, flipped, put in, left out, repeated, moved; the end cut
 * off.
 *
 * @param files The files.
 * @returns An arbitrary, which shrinks towards fewer changes.
 */
export function mutated(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  return fc.tuple(fc.constantFrom(...files), fc.array(change, { maxLength: 6 })).map(
    ([file, changes]) => changes.reduce(apply, file.slice()),
  );
}

function apply(file: Uint8Array<ArrayBuffer>, it: Change): Uint8Array<ArrayBuffer> {
  const at = it.at % ((it.isEarly ? Math.min(earlyBytes, file.length) : file.length) + 1);
  const before = file.subarray(0, at), after = file.subarray(at);
  const part = after.subarray(0, it.length);
  switch (it.kind) {
    case "set":
      return join(before, it.bytes, after.subarray(it.bytes.length));
    case "flip":
      return join(
        before,
        after.subarray(0, 1).map((byte) => byte ^ it.bytes[0]!),
        after.subarray(1),
      );
    case "insert":
      return join(before, it.bytes, after);
    case "delete":
      return join(before, after.subarray(it.length));
    case "repeat":
      return join(before, part, part, after.subarray(it.length));
    case "move":
      return join(part, before, after.subarray(it.length));
    case "cut":
      return file.slice(0, at);
  }
}

function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A step into a JSON document, and what to do where it ends. */
interface Edit {
  /** Chooses a key at each level, modulo how many there are. */
  readonly path: readonly number[];
  readonly action: "replace" | "remove" | "repeat";
  readonly value: unknown;
}

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, "", "x", [], {}, [[]], 0, -1, 1, 0.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53],
    ...["__proto__", "constructor", "\0", "NaN", "\ud800", "../../etc/passwd", "x".repeat(10_000)],
    ...[Array(1000).fill(1), [1, 2, 3], [-1], [0, 0], [1e9, 1e9], { shape: null }],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

const edit: fc.Arbitrary<Edit> = fc.record({
  path: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
  action: fc.constantFrom("replace" as const, "remove" as const, "repeat" as const),
  value: odd,
});

/**
 * Real JSON documents with a few values replaced, left out or repeated.
 *
 * @param documents The documents.
 * @returns An arbitrary, which shrinks towards fewer changes.
 */
export function mutatedJson(documents: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.tuple(fc.constantFrom(...documents), fc.array(edit, { maxLength: 4 })).map(
    ([document, edits]) => {
      const root = { document: structuredClone(document) };
      for (const each of edits) applyEdit(root, each);
      return root.document;
    },
  );
}

function applyEdit(root: { document: unknown }, { path, action, value }: Edit): void {
  // deno-lint-ignore no-explicit-any -- any JSON
  let parent: any = root, key: string | number = "document";
  for (const step of path) {
    const here: unknown = parent[key];
    const keys: string[] = typeof here === "object" && here !== null ? Object.keys(here) : [];
    if (keys.length === 0) break;
    parent = here;
    key = keys[step % keys.length]!;
  }
  if (action === "replace") parent[key] = structuredClone(value);
  else if (Array.isArray(parent)) {
    const at = Number(key);
    if (action === "remove") parent.splice(at, 1);
    else parent.splice(at, 0, structuredClone(parent[at]));
  } else if (action === "remove" && parent !== root) delete parent[key];
}
