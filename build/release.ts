// Sets the version, dates the changelog, commits and tags: deno task release 0.2.0
import { fileURLToPath } from "node:url";

/**
 * Turns the heading of the coming version into that of a release.
 *
 * @param changelog The text of CHANGELOG.md, whose first version is `## X.Y.Z (unreleased)`.
 * @param version The version to release.
 * @param date As `2026-01-31`.
 * @returns The text.
 * @throws {RangeError} If the first version is another one, or released already.
 */
export function datedChangelog(changelog: string, version: string, date: string): string {
  const [heading] = /^## .*$/m.exec(changelog) ?? [];
  if (heading !== `## ${version} (unreleased)`) {
    throw new RangeError(
      `Cannot release ${version}: CHANGELOG.md begins with "${heading}", not "## ${version} (unreleased)"`,
    );
  }
  return changelog.replace(heading, () => `## ${version} (${date})`);
}

/**
 * The notes of a version.
 *
 * @param changelog The text of CHANGELOG.md.
 * @param version The version.
 * @returns What stands under its heading.
 * @throws {RangeError} If there is no such version.
 */
export function releaseNotes(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m);
  const section = sections.find((text) =>
    text.startsWith(`${version} `) || text.startsWith(`${version}\n`)
  );
  if (section === undefined) throw new RangeError(`CHANGELOG.md has no version ${version}`);
  return `${section.slice(section.indexOf("\n")).trim()}\n`;
}

async function git(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("git", { args, cwd: root }).output();
  if (!success) throw new Error(`git ${args[0]}: ${new TextDecoder().decode(stderr).trim()}`);
  return new TextDecoder().decode(stdout);
}

const root = fileURLToPath(new URL("..", import.meta.url));

async function release(version: string): Promise<void> {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new RangeError(`${version} is no version as 1.2.3`);
  if (await git("status", "--porcelain") !== "") {
    throw new Error("There are changes to commit first");
  }
  const changelog = await Deno.readTextFile(`${root}CHANGELOG.md`);
  const date = new Date().toISOString().slice(0, 10);
  await Deno.writeTextFile(`${root}CHANGELOG.md`, datedChangelog(changelog, version, date));
  const config = await Deno.readTextFile(`${root}deno.json`);
  await Deno.writeTextFile(
    `${root}deno.json`,
    config.replace(/"version": "[^"]*"/, `"version": "${version}"`),
  );
  await git("commit", "--quiet", "--all", "--message", `Release ${version}`);
  await git("tag", "--annotate", `v${version}`, "--message", `Mien ${version}`);
}

if (import.meta.main) {
  const [version = "", notes] = Deno.args;
  try {
    if (notes === "--notes") {
      const changelog = await Deno.readTextFile(`${root}CHANGELOG.md`);
      await Deno.stdout.write(new TextEncoder().encode(releaseNotes(changelog, version)));
    } else {
      await release(version);
      // deno-lint-ignore no-console -- a program for people
      console.log(`Tagged v${version}. To publish it: git push --follow-tags`);
    }
  } catch (error) {
    // deno-lint-ignore no-console -- a program for people
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
