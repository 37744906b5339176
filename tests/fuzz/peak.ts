/** The most memory of the process since this was made. Only Linux tells. */
export class Peak {
  constructor() {
    try {
      Deno.writeTextFileSync("/proc/self/clear_refs", "5"); // ref: proc(5)
    } catch {
      // The most since the start is told instead.
    }
  }

  /** In bytes. */
  bytes(): number {
    try {
      const status = Deno.readTextFileSync("/proc/self/status");
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
    } catch {
      return Deno.memoryUsage().rss;
    }
  }
}
