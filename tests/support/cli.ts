import { fileURLToPath } from "node:url";
import { hasFfmpeg } from "./ffmpeg.ts";

/** The result of a finished run of the command line. */
export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** How to run the command line. */
export interface CliOptions {
  /** What it reads on standard input. @default {an empty pipe} */
  stdin?: Uint8Array;
  /** @default {to read, and to run ffmpeg where there is one} */
  permissions?: string[];
  /** Where it runs. @default {where the tests do} */
  cwd?: string;
}

/** The command line as a child process with all streams piped, in a process group of its own. */
export function spawnCli(
  args: string[],
  permissions: string[] = defaultPermissions,
  cwd?: string,
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    // Quiet: what Deno downloads is not ours.
    args: ["run", "--no-prompt", "--quiet", ...permissions, cliPath, ...args],
    env: { NO_COLOR: "1" },
    ...cwd !== undefined && { cwd },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: Deno.build.os !== "windows",
  }).spawn();
}

/** Runs the command line to its end. */
export async function runCli(args: string[], options: CliOptions = {}): Promise<CliResult> {
  const child = spawnCli(args, options.permissions, options.cwd);
  const fed = feed(child.stdin, options.stdin ?? new Uint8Array());
  const { code, stdout, stderr } = await child.output();
  await fed;
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The records that a run with `--format ndjson` printed. */
// deno-lint-ignore no-explicit-any
export function records({ stdout }: CliResult): any[] {
  return stdout.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

// Deno warns about a permitted program that it cannot find.
const defaultPermissions = ["--allow-read", ...(hasFfmpeg ? ["--allow-run=ffmpeg"] : [])];

const cliPath = fileURLToPath(new URL("../../cli.ts", import.meta.url));

async function feed(stdin: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(bytes);
    await writer.close();
  } catch {
    // The program has stopped reading.
  }
}
