import { normalize, sep } from "node:path";

/**
 * Finds the files that match a pattern of `*`, `?`, `[a-z]`, `{a,b}` and `**`, which at the end is all
 * files in all subfolders. Hidden files and folders
 * match only if the pattern contains their dot. `glob` of `node:fs` would need permission to read
 * environment variables.
 *
 * @param pattern The pattern, with `\` before characters to take literally.
 * @returns The paths of the files, in no order.
 */
export async function glob(pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (const each of expandBraces(pattern)) {
    const segments = each.split(sep === "/" ? "/" : /[\\/]/);
    if (segments.at(-1) === "**") segments.push("*");
    for await (const path of walk("", segments)) found.add(normalize(path));
  }
  return [...found];
}

function expandBraces(pattern: string): string[] {
  const innermost = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (innermost === null) return [pattern];
  const [before, after] = [
    pattern.slice(0, innermost.index),
    pattern.slice(innermost.index + innermost[0].length),
  ];
  return innermost[1]!.split(",").flatMap((part) => expandBraces(before + part + after));
}

/** The files under a folder that match the segments. The folder is empty or ends in a slash. */
async function* walk(folder: string, segments: readonly string[]): AsyncGenerator<string> {
  const [segment = "", ...rest] = segments;
  if (segment === "**") yield* walk(folder, rest);
  else if (!/[*?[\\]/.test(segment) && rest.length > 0) {
    yield* walk(`${folder}${segment}/`, rest);
    return;
  }
  const matches = segment === "**" ? /^[^.]/ : toRegExp(segment);
  for await (const { name, isDirectory, isSymlink } of entriesOf(folder)) {
    if (!matches.test(name)) continue;
    const path = `${folder}${name}`;
    if (segment === "**") {
      if (isDirectory) yield* walk(`${path}/`, segments);
    } else if (rest.length === 0) {
      if (!isDirectory && !(isSymlink && await isFolder(path))) yield path;
    } else if (isDirectory || isSymlink) yield* walk(`${path}/`, rest);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}

async function* entriesOf(folder: string): AsyncGenerator<Deno.DirEntry> {
  try {
    yield* Deno.readDir(folder || ".");
  } catch (error) {
    const isNone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!isNone) throw error;
  }
}

function toRegExp(segment: string): RegExp {
  const source = segment.replace(
    /\\(.)|\[([!^]?)([^\]]+)\]|[^]/gu,
    (token, escaped?: string, not?: string, characters?: string) => {
      if (characters !== undefined) {
        return `[${not && "^"}${characters.replace(/[\\[^]/g, "\\$&")}]`;
      }
      if (token === "*") return ".*";
      if (token === "?") return ".";
      return (escaped ?? token).replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
    },
  );
  try {
    return new RegExp(`^${segment.startsWith(".") ? "" : "(?!\\.)"}${source}$`, "su");
  } catch {
    return /(?!)/; // A range such as [z-a] holds no character.
  }
}
