// A thread that ends the process when a case takes too long: nothing else can stop an endless loop.
import process from "node:process";
import type { Watched } from "./watch.ts";

/** The most time of the processor for a case, in seconds; and by the clock, for a wait without end. */
const mostCpuS = 3, mostWallS = 60;

addEventListener("message", (event) => {
  const { began, name } = (event as MessageEvent<Watched>).data;
  setInterval(() => {
    const [wall, cpu] = began as unknown as [number, number];
    if (wall === 0 || (seconds() - cpu < mostCpuS && Date.now() / 1000 - wall < mostWallS)) return;
    const end = name.indexOf(0);
    // deno-lint-ignore no-console -- a program for people
    console.error(`Hangs: ${new TextDecoder().decode(name.slice(0, end))}`);
    Deno.kill(Deno.pid, "SIGKILL");
  }, 100);
});

function seconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
