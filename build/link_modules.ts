import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "npm:typescript@5.9.3";
import { packageFile } from "./package_file.ts";

const root = new URL("../", import.meta.url);

/** How {@linkcode linkModules} links. */
export interface LinkOptions {
  /** What stands for modules that are left out: paths from the root and packages, and scripts. */
  readonly leftOut?: Readonly<Record<string, string>>;
}

/**
 * Links a module and all that it imports to one script, for a worker that may import no file. An
 * `import("PATH.wasm")` becomes a call of the function `importWasm` that the entry exports.
 *
 * @param entry The path of the module from the root.
 * @param options What to leave out.
 * @returns The script, the same for the same modules.
 */
export async function linkModules(
  entry: string,
  { leftOut = {} }: LinkOptions = {},
): Promise<string> {
  const modules = new Map<string, string>(), builtIn = new Set<string>();

  async function add(path: string): Promise<void> {
    if (modules.has(path)) return;
    modules.set(path, leftOut[path] ?? "");
    if (path in leftOut) return;
    const url = path.startsWith("npm:") ? await packageFile(path) : new URL(path, root);
    const source = await readFile(url, "utf8");
    if (path.endsWith(".json")) {
      modules.set(path, `exports.default = ${JSON.stringify(JSON.parse(source))};\n`);
      return;
    }
    const imported = new Set<string>();
    const name = (specifier: string): string => {
      if (/^(node|npm):/.test(specifier)) return specifier;
      return relative(fileURLToPath(root), fileURLToPath(new URL(specifier, url)))
        .replaceAll("\\", "/");
    };
    const text = toCommonJs(source, path)
      // Decoders name their .wasm files by it, although they are given their contents.
      .replaceAll("import.meta", "importMeta")
      .replaceAll(
        /Promise\.resolve\(\)\.then\(\(\) => require\("([^"]+\.wasm)"\)\)/g,
        (_, specifier) =>
          `require(${JSON.stringify(entry)}).importWasm(${JSON.stringify(name(specifier))})`,
      )
      // A script is imported by its URL.
      .replaceAll(
        /Promise\.resolve\(`\$\{(`data:.+)\}`\)\.then\(s => require\(s\)\)/g,
        "import($1)",
      )
      .replaceAll(/\brequire\("([^"]+)"\)/g, (call, specifier) => {
        if (specifier === entry) return call;
        imported.add(name(specifier));
        return `require(${JSON.stringify(name(specifier))})`;
      });
    modules.set(path, text);
    for (const each of imported) {
      if (each.startsWith("node:")) builtIn.add(each);
      else await add(each);
    }
  }

  await add(entry);
  return scriptOf(entry, modules, [...builtIn].sort());
}

function toCommonJs(source: string, fileName: string): string {
  return ts.transpileModule(source, {
    fileName: fileName.replace(/^npm:.*\//, ""),
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2023,
      removeComments: true,
    },
  }).outputText;
}

/** Every module becomes a function that fills its exports when it is first required. */
function scriptOf(
  entry: string,
  modules: ReadonlyMap<string, string>,
  builtIn: readonly string[],
): string {
  const sorted = [...modules].sort(([a], [b]) => a < b ? -1 : 1);
  return [
    ...builtIn.map((name, i) => `import * as builtIn${i} from ${JSON.stringify(name)};\n`),
    'const importMeta = { url: "file:///" };\nconst loaded = {',
    ...builtIn.map((name, i) => `${JSON.stringify(name)}: builtIn${i},`),
    "};\nconst modules = {\n",
    ...sorted.map(([path, text]) => `${JSON.stringify(path)}(exports) {\n${text}},\n`),
    "};\n",
    "function require(path) {\n",
    "  if (!(path in loaded)) modules[path](loaded[path] = {});\n",
    "  return loaded[path];\n",
    "}\n",
    `require(${JSON.stringify(entry)});\n`,
  ].join("");
}
