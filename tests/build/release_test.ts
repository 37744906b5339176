import assert from "node:assert/strict";
import { parse } from "npm:yaml@2.9.1";
import { datedChangelog, releaseNotes } from "../../build/release.ts";

const workflowFile = new URL("../../.github/workflows/release.yml", import.meta.url);
const changelog = "# Changelog\n\n## 0.2.0 (unreleased)\n\nNew.\n\n## 0.1.0\n\n- Old.\n";

Deno.test("datedChangelog() dates the version that comes, and only that", () => {
  const dated = datedChangelog(changelog, "0.2.0", "2026-01-31");
  assert.equal(dated, changelog.replace("(unreleased)", "(2026-01-31)"));
  for (const text of [dated, "# Changelog\n"]) {
    assert.throws(() => datedChangelog(text, "0.2.0", "2026-02-01"), RangeError);
  }
  assert.throws(() => datedChangelog(changelog, "0.3.0", "2026-01-31"), RangeError);
});

Deno.test("releaseNotes() finds what stands under a version", () => {
  assert.equal(releaseNotes(changelog, "0.2.0"), "New.\n");
  assert.equal(releaseNotes(changelog, "0.1.0"), "- Old.\n");
  assert.throws(() => releaseNotes(changelog, "0.1"), RangeError);
});

Deno.test("the workflow for releases publishes a tag's version to all registries", async () => {
  const workflow = await Deno.readTextFile(workflowFile);
  for (
    const part of [
      ...["tags:", "id-token: write", "attestations: write", "deno publish", "npm publish"],
      ...["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-apple-darwin"],
      ...["aarch64-apple-darwin", "x86_64-pc-windows-msvc", "sha256sum"],
    ]
  ) assert.ok(workflow.includes(part), part);
});

Deno.test("a release is published once its programs are built, and announced at the end", async () => {
  const { jobs } = parse(await Deno.readTextFile(workflowFile));
  const needs = Object.entries<{ needs?: string[] }>(jobs).map(([name, job]) => [name, job.needs]);
  assert.deepEqual(Object.fromEntries(needs), {
    gate: undefined,
    binaries: ["gate"],
    jsr: ["gate", "binaries"],
    npm: ["gate", "binaries"],
    release: ["jsr", "npm"],
  });
  assert.match(JSON.stringify(jobs.release), /gh release create/);
});
