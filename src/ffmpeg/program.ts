import { EnvironmentError, messageOf } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { FfmpegLog } from "./ffmpeg_log.ts";
import { readLines } from "./read_lines.ts";

const howToGet =
  'get it with "apt install ffmpeg", "brew install ffmpeg" or "winget install ffmpeg"';

/** A program of ffmpeg's that runs. */
export interface Program {
  /** The process; its standard error is being read. */
  readonly child: Deno.ChildProcess;
  /** What it has said on standard error. */
  readonly log: FfmpegLog;
  /** Settled when the process and its standard error have ended. */
  readonly ended: Promise<Deno.CommandStatus>;
}

/**
 * Starts ffmpeg or ffplay out of reach of a Ctrl-C in our terminal, so that it finishes what it
 * writes: it ends when its standard input does.
 *
 * @param name The program.
 * @param args Its arguments, `-loglevel level+...` among them.
 * @param options `action` begins the messages ("Cannot write a.mp4"), `instead` ends the one about
 * a missing program, `isFed` gives it a standard input, `env` adds variables, `onLine` sees what it
 * writes to standard error.
 * @returns The running program.
 * @throws {EnvironmentError} If it is missing or may not be run.
 */
export function startProgram(
  name: "ffmpeg" | "ffplay",
  args: readonly string[],
  options: {
    action: string;
    instead?: string;
    isFed?: boolean;
    env?: Record<string, string>;
    onLine?: (line: string) => void;
  },
): Program {
  const { action, instead = "", isFed = false, env = {}, onLine } = options;
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(name, {
      args: [...args],
      stdin: isFed ? "piped" : "null",
      stdout: "null",
      stderr: "piped",
      env,
      detached: Deno.build.os !== "windows",
    }).spawn();
  } catch (cause) {
    if (isNotCapable(cause)) {
      const state = `running ${name} needs the permission --allow-run=${name}`;
      throw new EnvironmentError("permission-missing", `${action}: ${state}`, { cause });
    }
    if (cause instanceof Deno.errors.NotFound) {
      const state = `${name} is not installed, ${howToGet}${instead}`;
      throw new EnvironmentError("ffmpeg-missing", `${action}: ${state}`, { cause });
    }
    const state = `${name} did not start: ${messageOf(cause)}`;
    throw new EnvironmentError("ffmpeg-failed", `${action}: ${state}`, { cause });
  }
  const log = new FfmpegLog();
  const read = readLines(child.stderr.getReader(), (line) => {
    log.add(line);
    onLine?.(line);
  });
  return { child, log, ended: Promise.all([child.status, read]).then(([status]) => status) };
}
