// Runs the tests and the examples in comments: deno task test [ROOM...]
//
// Each room's run in a process of its own, several at a time: tests set environment variables, count
// processes and measure memory, which threads of one process share.
import { fileURLToPath } from "node:url";
import { runUntil } from "./run_until.ts";

/** How long the tests of a process may take. */
const mostMinutes = 10;
const root = new URL("../", import.meta.url);

/** Rooms whose tests take longest, which start first, and how many processes share each. */
const longest: Readonly<Record<string, number>> = {
  ...{ cli: 3, http: 2, sink: 2, "memory_test.ts": 1, "docs_test.ts": 1, ffmpeg: 1, engine: 1 },
  ...{ web: 1, npm: 1, source: 1, face: 1, keras: 1, "cli_test.ts": 1, track: 1 },
};

/** What `deno test` takes to run a room's tests. */
const rooms = new Map<string, string[]>(Object.keys(longest).map((room) => [room, []]));
for (const folder of ["src", "tests"]) {
  for await (const { name, isFile } of Deno.readDir(new URL(folder, root))) {
    if (isFile && folder === "tests" && !name.endsWith("_test.ts")) continue;
    const room = isFile && folder === "src" ? "src" : name;
    rooms.set(room, [...rooms.get(room) ?? [], `${folder}/${name}`]);
  }
}
rooms.set("documents", [".", "--ignore=src,tests"]);
const unknown = Deno.args.filter((room) => !rooms.has(room));
if (unknown.length > 0) {
  print(`No such room: ${unknown.join(", ")}. Rooms: ${[...rooms.keys()].sort().join(", ")}`);
  Deno.exit(2);
}

// Deno says on standard error what it downloads, and features import their packages when first used.
const { specifiers } = JSON.parse(await Deno.readTextFile(new URL("deno.lock", root)));
await new Deno.Command(Deno.execPath(), {
  args: ["cache", "--quiet", "--no-config", "--no-lock", ...Object.keys(specifiers)],
  cwd: fileURLToPath(root),
}).output();

const wanted = [...rooms].filter(([room]) => Deno.args.length === 0 || Deno.args.includes(room));
const waiting = wanted.flatMap(([room, paths]) =>
  shares(paths, longest[room] ?? 1).map((share) => [room, share] as const)
);
const failed: string[] = [];
// Many tests wait more than they compute.
const atOnce = navigator.hardwareConcurrency + 2;
await Promise.all(Array.from({ length: atOnce }, async () => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(...next);
}));
if (failed.length > 0) {
  print(`Failed: ${failed.join(", ")}`);
  Deno.exit(1);
}

/** Deals the files with a room's tests to processes, the first of which also gets its examples. */
function shares(paths: readonly string[], count: number): string[][] {
  if (count === 1) return [[...paths]];
  const [examples, folder] = paths;
  const files = [...Deno.readDirSync(new URL(folder!, root))].map(({ name }) =>
    `${folder}/${name}`
  );
  return Array.from({ length: count }, (_, share) => [
    ...share === 0 ? [examples!] : [],
    ...files.sort().filter((_, i) => i % count === share),
  ]);
}

/** Runs the tests of a room, prints what they said, and looks for temporary files that they left. */
async function run(room: string, paths: readonly string[]): Promise<void> {
  const flags = ["--lock=deno.lock", "--frozen", "--allow-all", "--no-check", "--doc"];
  const limit = AbortSignal.timeout(mostMinutes * 60_000);
  const args = ["test", ...flags, "--permit-no-files", ...paths];
  const folder = await Deno.makeTempDir({ prefix: "mien-tests-" });
  const { success, stdout, stderr } = await runUntil(args, limit, { TMPDIR: folder });
  const left = await leftIn(folder);
  await Deno.remove(folder, { recursive: true }).catch(() => {}); // What lives on may write there.
  for (const [stream, parts] of [[Deno.stdout, stdout], [Deno.stderr, stderr]] as const) {
    for (const part of parts) {
      for (let at = 0; at < part.length;) at += await stream.write(part.subarray(at));
    }
  }
  if (success && left.length === 0) return;
  failed.push(room);
  if (limit.aborted) print(`${room}: stopped after ${mostMinutes} minutes`);
  else if (success) print(`${room}: left ${left.join(", ")} where temporary files are`);
}

/**
 * What tests have left in a folder, by the names that Deno gives. Other programs, such as those that play
 * sound, leave things of their own.
 */
async function leftIn(folder: string): Promise<string[]> {
  for (let tries = 1;; tries++) {
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    // A browser that ends removes its files late.
    const left = names.filter((name) => /^(mien-|[0-9a-f]{8,}$)/.test(name));
    if (left.length === 0 || tries === 10) return left;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function print(line: string): void {
  // deno-lint-ignore no-console -- a program for people
  console.error(line);
}
