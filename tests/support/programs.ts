/**
 * The first of several names by which a program can be started, or nothing.
 *
 * @param names What it may be called.
 * @param args Arguments with which it ends at once.
 * @param isFine Which exit codes it may have then.
 */
export async function findProgram(
  names: readonly string[],
  args: readonly string[],
  isFine = (code: number): boolean => code === 0,
): Promise<string | undefined> {
  for (const name of names) {
    try {
      const command = new Deno.Command(name, {
        args: [...args],
        stdin: "null",
        stdout: "null",
        stderr: "null",
      });
      if (isFine((await command.output()).code)) return name;
    } catch {
      // Not there.
    }
  }
  return undefined;
}

/**
 * Registers a test that needs a program. Without it the test fails in CI and is left out elsewhere.
 *
 * @param isThere Whether there is one.
 * @param howTo How to get it, for the name of a test that is left out.
 */
export function programTest(
  isThere: boolean,
  howTo: string,
  name: string,
  run: (t: Deno.TestContext) => void | Promise<void>,
): void {
  const ignore = !isThere && Deno.env.get("CI") === undefined;
  Deno.test({ name: ignore ? `${name} (left out: ${howTo})` : name, ignore, fn: run });
}
