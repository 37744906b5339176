import { pathToFileURL } from "node:url";

/** True where a `chromium` program can be started. */
export const hasChromium: boolean = await startsChromium();

async function startsChromium(): Promise<boolean> {
  try {
    return (await chromium(["--version"])).code === 0;
  } catch {
    return false;
  }
}

/**
 * Registers a test that needs Chromium. Without it the test fails in CI and is left out elsewhere,
 * with a line that says how to get it.
 */
export function chromiumTest(
  name: string,
  run: (t: Deno.TestContext) => void | Promise<void>,
): void {
  const ignore = !hasChromium && Deno.env.get("CI") === undefined;
  Deno.test({
    name: ignore
      ? `${name} (left out: install Chromium, for example "apt install chromium")`
      : name,
    ignore,
    fn: run,
  });
}

/** How to look at a page. */
export interface PageOptions {
  /** Where the picture of the page goes, as PNG. @default {nowhere} */
  screenshot?: string;
  /** Whether the reader likes it dark. @default {false} */
  dark?: boolean;
}

/** What a browser made of a page. */
export interface Page {
  /** The document as HTML, after its scripts ran. */
  dom: string;
  /** What the page said on the console, errors among it. */
  console: string[];
}

/** Opens a file in a browser without a window, 1100x800. */
export async function openPage(path: string, options: PageOptions = {}): Promise<Page> {
  const profile = await Deno.makeTempDir();
  const { code, stdout, stderr } = await chromium([
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
  ]);
  await Deno.remove(profile, { recursive: true });
  if (code !== 0) throw new Error(`chromium ${path}: ${stderr}`);
  return { dom: stdout, console: stderr.split("\n").filter((line) => line.includes(":CONSOLE")) };
}

async function chromium(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command("chromium", {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
