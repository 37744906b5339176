import { findProgram, programTest } from "./programs.ts";

/** The browser's program, if there is one. */
export const program: string | undefined = await findProgram(
  ["chromium", "chromium-browser", "google-chrome"],
  ["--version"],
);

/**
 * Registers a test that needs Chromium. Without it the test fails in CI and is left out elsewhere,
 * with a line that says how to get it.
 */
export function chromiumTest(
  name: string,
  run: (t: Deno.TestContext) => void | Promise<void>,
): void {
  programTest(
    program !== undefined,
    'install Chromium, for example "apt install chromium"',
    name,
    run,
  );
}
