// Makes the page's copy of what it shares with the command line, which is committed: deno task build:page
import { readFile, writeFile } from "node:fs/promises";
import ts from "npm:typescript@5.9.3";

/** What the page shares, and where its copy is. */
const from = "src/record/csv.ts", to = "src/web/page/csv.js";

/** @returns The copy, a module for browsers. */
export async function buildPage(): Promise<string> {
  const source = await readFile(new URL(`../${from}`, import.meta.url), "utf8");
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    removeComments: true,
  };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  return `// @ts-self-types="../../record/csv.ts"
// @ts-nocheck Made from ${from}, where it is checked, by build/page.ts.
${outputText}`;
}

if (import.meta.main) {
  await writeFile(new URL(`../${to}`, import.meta.url), await buildPage());
}
