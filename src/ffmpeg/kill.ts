/** Ends a child process at once, even a stopped one, if it still runs. */
export function kill(child: Deno.ChildProcess): void {
  signalTo(child, "SIGKILL");
}

/** Sends a signal to a child process, if it still runs. */
export function signalTo(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // It has ended by itself.
  }
}
