/**
 * Finds the first of several names under which a program can be started.
 *
 * @param names Its possible names.
 * @param args Arguments with which it ends at once.
 * @param isFine Whether an exit code means that it works.
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
      // Not installed.
    }
  }
  return undefined;
}

/**
 * Registers a test that needs a program. Without it the test fails in CI and is left out elsewhere.
 *
 * @param isThere Whether the program is installed.
 * @param howTo How to install it, for the name of a skipped test.
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
