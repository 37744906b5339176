import { fileURLToPath } from "node:url";
import { abortable } from "../src/async/abortable.ts";
import { deadline } from "../src/async/deadline.ts";
import { kill } from "../src/ffmpeg/kill.ts";

/** How long to wait for what a killed program has said. What it started can keep its pipes open. */
const closingMs = 2000;

/** A program that was run. */
export interface Run {
  /** Whether it ended with 0; not so if it was stopped. */
  readonly success: boolean;
  /** What it wrote, until it ended or was stopped. */
  readonly stdout: readonly Uint8Array[];
  readonly stderr: readonly Uint8Array[];
}

/**
 * Runs Deno in the root of the project until it ends or a signal fires.
 *
 * @param args What to run.
 * @param signal Kills it, but not what it started.
 * @param env Environment variables to set.
 * @returns What it wrote, which is kept although it was killed.
 */
export async function runUntil(
  args: readonly string[],
  signal: AbortSignal,
  env: Record<string, string> = {},
): Promise<Run> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    env,
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stdout: Uint8Array[] = [], stderr: Uint8Array[] = [];
  const told = Promise.all([keep(child.stdout, stdout), keep(child.stderr, stderr)]);
  try {
    const { success } = await abortable(told.then(() => child.status), signal);
    return { success, stdout, stderr };
  } catch (error) {
    if (!signal.aborted) throw error;
    kill(child);
    await deadline(told, closingMs).catch(() => {});
    return { success: false, stdout, stderr };
  }
}

async function keep(stream: ReadableStream<Uint8Array>, parts: Uint8Array[]): Promise<void> {
  for await (const part of stream) parts.push(part);
}
