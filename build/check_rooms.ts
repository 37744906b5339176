// Checks what the rooms under src/ import and where their code can run: deno task check:rooms
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import {
  findBackwardImports,
  findCycles,
  findForbiddenImports,
  type Graph,
  type Import,
  isPortable,
  loadedAtOnceBy,
  loadedBy,
  roomOf,
} from "./rooms.ts";

const root = new URL("../", import.meta.url);

/** Rooms that a door must not load. */
const apart: Readonly<Record<string, readonly string[]>> = {
  "mod.ts": ["ffmpeg", "source", "sink", "timeline", "eval", "keras", "web", "http", "cli"],
  "video.ts": ["sink", "timeline", "eval", "keras", "web", "http", "cli"],
  "output.ts": ["eval", "keras", "web", "http", "cli"],
  "server.ts": ["ffmpeg", "source", "sink", "timeline", "eval", "keras", "cli"],
  "models.ts": ["sink", "timeline", "web", "http", "cli"],
};

/** The modules as `deno info --json` describes them. */
interface Info {
  modules: {
    specifier: string;
    dependencies?: {
      code?: { specifier: string };
      type?: { specifier: string };
      isDynamic?: boolean;
    }[];
  }[];
}

const paths = [...Object.keys(apart), ...await Array.fromAsync(filesUnder("src/"))];
const graph = await readGraph(paths);
const problems = [
  ...findCycles(graph).map((cycle) => `import cycle: ${cycle}`),
  ...findBackwardImports(graph),
  ...findForbiddenImports(graph),
  ...Object.entries(apart).flatMap(([door, rooms]) =>
    [...loadedBy(graph, door)].filter((path) => rooms.includes(roomOf(path) ?? ""))
      .map((path) => `${door} loads ${path}`)
  ),
];
for (const path of loadedAtOnceBy(graph, "mod.ts")) {
  if (path.startsWith("node:")) problems.push(`mod.ts loads ${path}, which browsers do not have`);
}
const portable = paths.filter((path) => path === "mod.ts" || isPortable(path));
const types = await deno("check", "--quiet", "--config", "build/browser.json", ...portable);
if (!types.success) problems.push(`with a browser's types:\n${types.output}`);
// deno-lint-ignore no-console -- a program for people
for (const problem of problems) console.error(problem);
if (problems.length > 0) Deno.exit(1);

async function* filesUnder(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, root))) {
    if (isDirectory) yield* filesUnder(`${folder}${name}/`);
    else if (name.endsWith(".ts")) yield `${folder}${name}`;
  }
}

async function readGraph(paths: readonly string[]): Promise<Graph> {
  const all = paths.map((path) => `import ${JSON.stringify(new URL(path, root).href)};`).join("");
  const { success, output } = await deno(
    "info",
    "--json",
    `data:application/javascript,${encodeURIComponent(all)}`,
  );
  if (!success) throw new Error(output);
  const { modules } = JSON.parse(output) as Info;
  return new Map(
    modules.filter(({ specifier }) => specifier.startsWith("file:"))
      .map(({ specifier, dependencies = [] }) => [
        pathOf(specifier),
        dependencies.map(({ code, type, isDynamic = false }): Import => ({
          to: pathOf((code ?? type)?.specifier ?? ""),
          isType: code === undefined,
          isDynamic,
        })),
      ]),
  );
}

function pathOf(specifier: string): string {
  if (!specifier.startsWith("file:")) return specifier;
  return relative(fileURLToPath(root), fileURLToPath(specifier)).replaceAll("\\", "/");
}

async function deno(...args: string[]): Promise<{ success: boolean; output: string }> {
  const command = new Deno.Command(Deno.execPath(), { args, cwd: root, env: { NO_COLOR: "1" } });
  const { success, stdout, stderr } = await command.output();
  return { success, output: new TextDecoder().decode(success ? stdout : stderr) };
}
