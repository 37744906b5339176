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

/** The frame of the bundled clip at 2 s, 400x300, in a pixel format. */
export async function clipFrame(pixelFormat: string): Promise<Uint8Array<ArrayBuffer>> {
  const exact = ["-sws_flags", "accurate_rnd+full_chroma_int"];
  const input = ["-ss", "2", "-i", fixture("webcam.mp4"), "-frames:v", "1"];
  return await ffmpeg([...input, ...exact, "-f", "rawvideo", "-pix_fmt", pixelFormat, "-"]);
}

/** The path of a file in `fixtures/`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
}
