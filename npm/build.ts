// Builds the npm package, for Node: deno run -A npm/build.ts [FOLDER]; the default is npm/dist.
// Every module behind the doors that work in Node is compiled to JavaScript with a .d.ts beside it;
// nothing is bundled.
import { cp, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "npm:typescript@5.9.3";
import project from "../deno.json" with { type: "json" };

const root = fileURLToPath(new URL("..", import.meta.url));
const out = Deno.args[0] ?? join(root, "npm/dist");
const doors = { ".": "mod", "./server": "server" };
const dependencies: Record<string, string> = {};
const wasmModules = new Set<string>();

// Do not empty a folder that the user named.
if (Deno.args[0] === undefined) await rm(out, { recursive: true, force: true });
const options: ts.CompilerOptions = {
  rootDir: root,
  outDir: out,
  declaration: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
  types: [],
  noCheck: true,
};
const host = ts.createCompilerHost(options);
const { readFile } = host;
host.readFile = (file) => {
  const text = readFile(file);
  return file.includes("node_modules") ? text : text && forNode(text, dirname(file));
};
const entries = Object.values(doors).map((name) => join(root, `${name}.ts`));
ts.createProgram(entries, options, host).emit();
for (const file of wasmModules) {
  const copy = join(out, relative(root, file));
  await cp(file, copy);
  await writeFile(`${copy}.js`, wasmLoader(basename(file)));
}
const assets = ["models", "src/web/page", "src/image/codecs/LICENSE"];
for (const name of ["deno.json", "LICENSE", "NOTICE", ...assets]) {
  await cp(join(root, name), join(out, name), { recursive: true });
}
await cp(join(root, "npm/README.md"), join(out, "README.md"));
const manifest = {
  name: project.name,
  version: project.version,
  license: project.license,
  ...repository(),
  description: "Reads faces in pictures and names the emotion that each one shows",
  type: "module",
  exports: Object.fromEntries(
    Object.entries(doors).map(([door, name]) =>
      [door, { types: `./${name}.d.ts`, default: `./${name}.js` }] as const
    ),
  ),
  engines: { node: ">=22.12" },
  dependencies,
};
await writeFile(join(out, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
// deno-lint-ignore no-console -- a program for people
console.log(`Wrote ${out}`);

/** Where the code is, which npm compares with the provenance. GitHub's workflows know it. */
function repository(): { repository?: { type: "git"; url: string } } {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = Deno.env.toObject();
  return server && name ? { repository: { type: "git", url: `git+${server}/${name}.git` } } : {};
}

/** Rewrites imports for Node, and notes the packages and WebAssembly modules among them. */
function forNode(source: string, folder: string): string {
  return source
    .replaceAll(/import\("(\.[^"]*\.wasm)"\)/g, (_, path) => {
      wasmModules.add(join(folder, path));
      return `import("${path}.js")`;
    })
    .replaceAll(/"(\.[^"]*)\.ts"/g, '"$1.js"')
    .replaceAll(/"npm:((?:@[^/"]+\/)?[^@/"]+)@([^/"]+)([^"]*)"/g, (_, name, version, path) => {
      dependencies[name] = version;
      return `"${name}${path}"`;
    });
}

/** Replaces the import of a WebAssembly module, which older versions of Node lack. */
function wasmLoader(name: string): string {
  return `import { readFile } from "node:fs/promises";
const bytes = await readFile(new URL("./${name}", import.meta.url));
export const { memory } = (await WebAssembly.instantiate(bytes)).instance.exports;
`;
}
