import assert from "node:assert/strict";

/**
 * Runs a script in a folder of its own with no permission but those that it is given.
 *
 * @param script The script.
 * @param stdin What it reads from its standard input.
 * @param permissions Flags of Deno.
 * @returns The lines that it prints.
 */
export async function runWithoutPermission(
  script: string,
  stdin: Uint8Array<ArrayBuffer> = new Uint8Array(0),
  permissions: readonly string[] = [],
): Promise<string[]> {
  const elsewhere = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${elsewhere}/script.ts`, script);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-check", "--quiet", ...permissions, "script.ts"],
      cwd: elsewhere,
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    await new Blob([stdin]).stream().pipeTo(child.stdin);
    const { success, stdout } = await child.output();
    assert.ok(success);
    return new TextDecoder().decode(stdout).trimEnd().split("\n");
  } finally {
    await Deno.remove(elsewhere, { recursive: true });
  }
}
