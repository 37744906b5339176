import { EnvironmentError, messageOf } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { readEnv } from "../runtime/read_env.ts";
import { FfmpegLog } from "./ffmpeg_log.ts";
import { signalTo } from "./kill.ts";
import { readLines } from "./read_lines.ts";

/** A running ffmpeg or ffplay. */
export interface Program {
  /** The process. Its standard error is already being read. */
  readonly child: Deno.ChildProcess;
  /** What it has written to standard error. */
  readonly log: FfmpegLog;
  /** Settled when the process and its standard error have ended. */
  readonly ended: Promise<Deno.CommandStatus>;
}

/** How {@linkcode startProgram} starts a program. */
export interface ProgramOptions {
  /** What cannot be done without the program, to begin error messages: `Cannot read clip.mp4`. */
  action: string;
  /** Whether we write to its standard input. @default {false} */
  stdin?: boolean;
  /** Whether we read its standard output. @default {false} */
  stdout?: boolean;
  /** Wakes the program when it fires, should it be stopped, so that it can end. */
  signal?: AbortSignal | undefined;
  /** Further environment variables. */
  env?: Record<string, string>;
  /** Called with each line of standard error, once the log has it. */
  onLine?: (line: string) => void;
}

/**
 * Starts ffmpeg or ffplay. For ffmpeg the environment variable `MIEN_FFMPEG` may name another
 * program file.
 *
 * @param name The program.
 * @param args Its arguments, with `-loglevel level+...` for the log.
 * @param options Its standard streams and its environment.
 * @returns The running program.
 * @throws {EnvironmentError} If it is missing (`ffmpeg-missing`; `program-missing` if `MIEN_FFMPEG`
 * names it) or may not be run.
 */
export function startProgram(
  name: "ffmpeg" | "ffplay",
  args: readonly string[],
  { action, stdin = false, stdout = false, signal, env = {}, onLine }: ProgramOptions,
): Program {
  const program = (name === "ffmpeg" && readEnv("MIEN_FFMPEG")) || name;
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args: [...args],
      stdin: stdin ? "piped" : "null",
      stdout: stdout ? "piped" : "null",
      stderr: "piped",
      env,
      // A program that writes or shows something finishes it when Ctrl-C ends this process.
      detached: !stdout && Deno.build.os !== "windows",
    }).spawn();
  } catch (cause) {
    throw startError(action, name, program, cause);
  }
  const wake = (): void => {
    if (Deno.build.os !== "windows") signalTo(child, "SIGCONT");
  };
  signal?.addEventListener("abort", wake);
  const log = new FfmpegLog();
  const read = readLines(child.stderr.getReader(), (line) => {
    log.add(line);
    onLine?.(line);
  });
  const ended = Promise.all([child.status, read]).then(([status]) => {
    signal?.removeEventListener("abort", wake);
    return status;
  });
  return { child, log, ended };
}

function startError(
  action: string,
  name: string,
  program: string,
  cause: unknown,
): EnvironmentError {
  if (isNotCapable(cause)) {
    const permission = `run=${program}`;
    const message = `${action}: running ${program} is not permitted`;
    return new EnvironmentError("permission-missing", message, { cause, permission });
  }
  if (cause instanceof Deno.errors.NotFound) {
    if (program !== name) {
      const message = `${action}: there is no program ${program}, which MIEN_FFMPEG names`;
      return new EnvironmentError("program-missing", message, { cause });
    }
    const message = `${action}: ${program} is not installed`;
    return new EnvironmentError("ffmpeg-missing", message, { cause });
  }
  const message = `${action}: ${program} did not start: ${messageOf(cause)}`;
  return new EnvironmentError("ffmpeg-failed", message, { cause });
}
