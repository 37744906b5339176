import { fileURLToPath } from "node:url";
import { findProgram, programTest } from "./programs.ts";

/** True where an `ffmpeg` program can be started. */
export const hasFfmpeg: boolean = await findProgram(["ffmpeg"], ["-version"]) !== undefined;

/**
 * Registers a test that needs ffmpeg. Without it the test fails in CI and is left out elsewhere,
 * with a line that says how to get it.
 */
export function ffmpegTest(name: string, run: (t: Deno.TestContext) => void | Promise<void>): void {
  programTest(hasFfmpeg, 'install ffmpeg, for example "apt install ffmpeg"', name, run);
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
