// Makes one program of the command line, with models inside: deno task compile [--target TARGET]
// [--output FILE]. Deno downloads a base for it from dl.deno.land; DENORT_BIN may name one instead.
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values: { target, output = "mien" } } = parseArgs({
  options: { target: { type: "string" }, output: { type: "string" } },
});

/** Packages that are imported where they are used, which Deno cannot know. */
async function findPackages(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await findPackages(path));
    else if (name.endsWith(".ts") && name !== "import_package.ts") {
      const text = await Deno.readTextFile(path);
      const code = text.replaceAll(/\/\*\*[^]*?\*\//g, "");
      found.push(...code.matchAll(/"(npm:[^"]+\d[^"]*)"/g).map(([, specifier]) => specifier!));
    }
  }
  return found;
}

const packages = new Set(
  (await findPackages(`${root}src`)).filter((name) => !/\.(ttf|json)$/.test(name)),
);
const folder = await Deno.makeTempDir();
const included = `${folder}/packages.ts`;
const imports = [...packages].map((name) => `() => import(${JSON.stringify(name)}),\n`);
await Deno.writeTextFile(included, `export const packages = [\n${imports.join("")}];\n`);
const { code, stderr } = await new Deno.Command(Deno.execPath(), {
  args: [
    ...["compile", "--allow-all", "--no-check", "--output", output],
    ...(target === undefined ? [] : ["--target", target]),
    ...["--include", included, "--include", `${root}src/web/page`],
    ...["--include", `${root}src/keras/convert_worker.ts`, `${root}cli.ts`],
  ],
}).output();
await Deno.remove(folder, { recursive: true });
const said = new TextDecoder().decode(stderr);
if (code !== 0) {
  // deno-lint-ignore no-console -- a program for people
  console.error(
    /dl\.deno\.land|denort/i.test(said)
      ? "Cannot compile: the base program cannot be downloaded from dl.deno.land; set DENORT_BIN to a denort of this version"
      : said,
  );
  Deno.exit(1);
}
// deno-lint-ignore no-console -- a program for people
console.log(`Wrote ${basename(output)}`);
