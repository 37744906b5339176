// Looks up what deno.lock holds in the registry's list of vulnerabilities, with `npm audit`:
// deno task audit [LOCK]
//
// A vulnerability of level high or critical ends it with 1. A registry that gives no answer is told
// and ends it with 0: what is to be merged does not depend on a machine elsewhere.

const lock = Deno.args[0] ?? new URL("../deno.lock", import.meta.url);
const { npm = {} } = JSON.parse(await Deno.readTextFile(lock)) as { npm?: Record<string, unknown> };

/** Each package and version, without the peers that follow a `_`. */
const packages = Array.from(
  new Set(Object.keys(npm).map((key) => key.replace(/(?<=.@[^_]+)_.*$/, ""))),
  (key) => ({
    name: key.slice(0, key.lastIndexOf("@")),
    version: key.slice(key.lastIndexOf("@") + 1),
  }),
);
const folder = await Deno.makeTempDir();
const dependencies = Object.fromEntries(
  packages.map(({ name, version }, i) => [`p${i}`, `npm:${name}@${version}`]),
);
const root = { name: "audit", version: "1.0.0", dependencies };
const entries = packages.map((each, i) => [`node_modules/p${i}`, each]);
await Deno.writeTextFile(`${folder}/package.json`, JSON.stringify(root));
await Deno.writeTextFile(
  `${folder}/package-lock.json`,
  JSON.stringify({
    ...{ name: root.name, version: root.version, lockfileVersion: 3, requires: true },
    packages: { "": root, ...Object.fromEntries(entries) },
  }),
);
const { code, stdout, stderr } = await new Deno.Command("npm", {
  args: ["audit", "--package-lock-only", "--audit-level=high"],
  cwd: folder,
  env: { NO_COLOR: "1" },
}).output();
await Deno.remove(folder, { recursive: true });
const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("").trim();
const isAnswered = /found 0 vulnerabilities|\d+ .*vulnerabilit/.test(said);
// deno-lint-ignore no-console -- a program for people
console.log(
  isAnswered
    ? `${packages.length} packages: ${said}`
    : `Not audited: the registry gives no answer.\n${said}`,
);
Deno.exit(isAnswered ? code : 0);
