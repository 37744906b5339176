import { pathToFileURL } from "node:url";
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

/** How to open a page. */
export interface PageOptions {
  /** Where to save a screenshot, as PNG. @default {nowhere} */
  screenshot?: string;
  /** Whether to use the dark colour scheme. @default {false} */
  dark?: boolean;
}

/** A page after loading. */
export interface Page {
  /** The document as HTML, after its scripts ran. */
  dom: string;
  /** The console output of the page, errors included. */
  console: string[];
}

/** Opens a file in a browser without a window, 1100x800. */
export async function openPage(path: string, options: PageOptions = {}): Promise<Page> {
  const profile = await Deno.makeTempDir();
  const args = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    // Waits for what the page loads, as long as its clock allows.
    "--virtual-time-budget=2000",
    "--window-size=1100,800",
    "--enable-logging=stderr",
    `--user-data-dir=${profile}`,
    `--blink-settings=preferredColorScheme=${options.dark ? 0 : 1}`,
    ...(options.screenshot === undefined ? ["--dump-dom"] : [`--screenshot=${options.screenshot}`]),
    pathToFileURL(path).href,
  ];
  const { success, stdout, stderr } = await new Deno.Command(program ?? "chromium", {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  // Its child processes may still be writing there.
  await Deno.remove(profile, { recursive: true }).catch(() => {});
  const decoder = new TextDecoder();
  const log = decoder.decode(stderr);
  if (!success) throw new Error(`chromium ${path}: ${log}`);
  return {
    dom: decoder.decode(stdout),
    console: log.split("\n").filter((line) => line.includes(":CONSOLE")),
  };
}
