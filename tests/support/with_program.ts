import { join } from "node:path";

/**
 * Replaces a program with a shell script for a while.
 *
 * @param name The program.
 * @param script What it does.
 * @param run Runs meanwhile. Gets the folder of the script, which is removed afterwards.
 */
export async function withProgram(
  name: string,
  script: string,
  run: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const before = Deno.env.get("PATH")!;
  await Deno.writeTextFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await Deno.chmod(join(folder, name), 0o755);
  Deno.env.set("PATH", `${folder}:${before}`);
  try {
    await run(folder);
  } finally {
    Deno.env.set("PATH", before);
    await Deno.remove(folder, { recursive: true });
  }
}
