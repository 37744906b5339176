import { EnvironmentError, messageOf } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";

/**
 * Starts an ffmpeg child process, which needs `--allow-run=ffmpeg`.
 *
 * @param args The arguments, without the program.
 * @param failure What cannot be done without ffmpeg, for the message: `Cannot read clip.mp4`.
 * @param options `stdin`: whether it is fed on its standard input; `without`: what can be done
 * without ffmpeg, for the message where it is missing.
 * @returns The child, whose standard output and error have to be drained.
 * @throws {EnvironmentError} If ffmpeg or the permission to run it is missing.
 */
export function startFfmpeg(
  args: string[],
  failure: string,
  { stdin = false, without = "" }: { stdin?: boolean; without?: string } = {},
): Deno.ChildProcess {
  try {
    return new Deno.Command("ffmpeg", {
      args,
      stdin: stdin ? "piped" : "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    if (isNotCapable(cause)) {
      throw new EnvironmentError(
        "permission-missing",
        `${failure}: running ffmpeg needs the permission --allow-run=ffmpeg`,
        { cause },
      );
    }
    if (cause instanceof Deno.errors.NotFound) {
      const how = `"apt install ffmpeg", "brew install ffmpeg" or "winget install ffmpeg"`;
      throw new EnvironmentError(
        "ffmpeg-missing",
        `${failure}: ffmpeg is not installed, get it with ${how}${without && ` (${without})`}`,
        { cause },
      );
    }
    throw new EnvironmentError(
      "ffmpeg-failed",
      `${failure}: ffmpeg did not start: ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** Ends a child process at once, even one that is stopped. */
export function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It ended by itself.
  }
}
