import { fileURLToPath } from "node:url";

/** True where an `ffmpeg` program can be started. */
export const hasFfmpeg: boolean = await startsFfmpeg();

async function startsFfmpeg(): Promise<boolean> {
  try {
    const command = new Deno.Command("ffmpeg", {
      args: ["-version"],
      stdout: "null",
      stderr: "null",
    });
    return (await command.output()).success;
  } catch {
    return false;
  }
}

/**
 * Registers a test that needs ffmpeg. Without it the test fails in CI and is left out elsewhere,
 * with a line that says how to get it.
 */
export function ffmpegTest(name: string, run: (t: Deno.TestContext) => void | Promise<void>): void {
  const ignore = !hasFfmpeg && Deno.env.get("CI") === undefined;
  Deno.test({
    name: ignore ? `${name} (left out: install ffmpeg, for example "apt install ffmpeg")` : name,
    ignore,
    fn: run,
  });
}

/** Runs ffmpeg to its end and returns what it wrote to standard output. */
export async function ffmpeg(args: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const { success, stdout, stderr } = await new Deno.Command("ffmpeg", {
    args: ["-nostdin", "-loglevel", "error", ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`ffmpeg ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return stdout as Uint8Array<ArrayBuffer>;
}

/** The path of a file in `fixtures/`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
}
