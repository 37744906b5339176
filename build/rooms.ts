/** What a file imports: a path from the root, or `node:...` or `npm:...`. */
export interface Import {
  readonly to: string;
  /** True if no code is loaded by it. */
  readonly isType: boolean;
  /** True if it is loaded when the import is reached, not with the file. */
  readonly isDynamic?: boolean;
}

/** Every file by its path from the root, with its imports. */
export type Graph = ReadonlyMap<string, readonly Import[]>;

/**
 * The rooms under src/ in the order of the data flow: a room imports only from itself and from earlier
 * ones. `shared` are the files that every room may use. A room with a list of packages also runs in
 * browsers and Node: it imports no other npm packages, and nothing from Deno or Node.
 */
export const rooms: ReadonlyMap<string, readonly string[] | undefined> = new Map(Object.entries({
  shared: [],
  async: [],
  runtime: undefined,
  image: ["@jsquash/jpeg", "@jsquash/webp", "@imagemagick/magick-wasm"],
  stream: [],
  ffmpeg: undefined,
  model: [],
  engine: [],
  face: [],
  options: [],
  emotion: [],
  track: [],
  recognizer: [],
  parallel: undefined,
  record: [],
  draw: undefined,
  source: undefined,
  sink: undefined,
  timeline: undefined,
  eval: undefined,
  keras: undefined,
  web: undefined,
  http: undefined,
  cli: undefined,
}));

const order = [...rooms.keys()];

const files: Readonly<Record<string, string>> = {
  "errors.ts": "shared",
  "geometry.ts": "shared",
  "result.ts": "shared",
  "recognizer.ts": "recognizer",
  "pipeline.ts": "recognizer",
  "video_search.ts": "recognizer",
};

/** The room of a file, or undefined outside src/. */
export function roomOf(path: string): string | undefined {
  const [, first] = /^src\/([^/]+)/.exec(path) ?? [];
  return first && (files[first] ?? first);
}

/** Whether a file runs in browsers and Node too. `engine/tfjs` is only imported where it can run. */
export function isPortable(path: string): boolean {
  return packagesOf(path) !== undefined;
}

function packagesOf(path: string): readonly string[] | undefined {
  return path.startsWith("src/engine/tfjs/") ? undefined : rooms.get(roomOf(path) ?? "");
}

/** Groups of files that import one another in a circle, types included. */
export function findCycles(graph: Graph): string[] {
  const cycles = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.add([...trail.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    for (const { to } of graph.get(path) ?? []) visit(to, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return [...cycles];
}

/** Imports from a room that comes later in the data flow. */
export function findBackwardImports(graph: Graph): string[] {
  const problems: string[] = [];
  for (const [path, imports] of graph) {
    const room = roomOf(path);
    if (room === undefined) continue;
    if (!rooms.has(room)) problems.push(`${path}: its room is missing in build/rooms.ts`);
    for (const { to } of imports) {
      const other = roomOf(to);
      if (other !== undefined && order.indexOf(other) > order.indexOf(room)) {
        problems.push(`${path} imports ${to} from a later room`);
      }
    }
  }
  return problems;
}

/** Imports of Node or of npm packages in rooms that run in browsers. */
export function findForbiddenImports(graph: Graph): string[] {
  const problems: string[] = [];
  for (const [path, imports] of graph) {
    const packages = packagesOf(path);
    if (packages === undefined) continue;
    for (const { to } of imports) {
      const [, name] = /^npm:\/?((?:@[^/]+\/)?[^@/]+)/.exec(to) ?? [];
      if (to.startsWith("node:") || name !== undefined && !packages.includes(name)) {
        problems.push(`${path} imports ${to}`);
      }
    }
  }
  return problems;
}

/** The files that importing a file loads, dynamic imports included. */
export function loadedBy(graph: Graph, path: string): Set<string> {
  return followed(graph, path, ({ isType }) => !isType);
}

/** The files that importing a file loads before any of its code runs. */
export function loadedAtOnceBy(graph: Graph, path: string): Set<string> {
  return followed(graph, path, ({ isType, isDynamic }) => !isType && !isDynamic);
}

function followed(graph: Graph, path: string, follows: (each: Import) => boolean): Set<string> {
  const loaded = new Set<string>([path]);
  for (const file of loaded) {
    for (const each of graph.get(file) ?? []) if (follows(each)) loaded.add(each.to);
  }
  return loaded;
}
