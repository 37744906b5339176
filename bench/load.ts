// How the service copes with twice the requests that it can handle: answers, latency and memory.
// Run as: deno run -A bench/load.ts [SECONDS [QUERY]], with crop_only=true for cheap requests
import { makeLoad, measureCapacity } from "../tests/support/load.ts";
import { ServeProcess } from "../tests/support/serve_process.ts";

await using service = await ServeProcess.start();
const body = await Deno.readFile(new URL("../fixtures/astronaut.png", import.meta.url));
const what = {
  url: `${service.url}/predict?${Deno.args[1] ?? ""}`,
  pid: service.pid,
  body,
  type: "image/png",
};
const capacity = await measureCapacity({ ...what, seconds: 5 }, 4);
const seconds = Number(Deno.args[0] ?? 60);
const load = await makeLoad({ ...what, seconds, rate: 2 * capacity });
const after = await measureCapacity({ ...what, seconds: 5 }, 4);
const { latencies, memory } = load;
const quantile = (q: number) => Math.round(latencies[Math.floor(q * (latencies.length - 1))]!);
const megabytes = (bytes: number) => Math.round(bytes / 1e6);
const lines = [
  `capacity           ${capacity.toFixed(1)} requests/s before, ${after.toFixed(1)} after`,
  `asked              ${(2 * capacity).toFixed(1)} requests/s for ${seconds} s`,
  `answers            ${JSON.stringify(load.answers)} in ${load.seconds.toFixed(1)} s`,
  `latency of the 200 median ${quantile(0.5)}, 99% ${quantile(0.99)}, most ${quantile(1)} ms`,
  `resident memory    ${
    [0.1, 0.25, 0.5, 0.75, 1].map((at) => {
      return megabytes(memory[Math.ceil(at * memory.length) - 1]!);
    }).join(", ")
  } MB after 10, 25, 50, 75, 100% of the time`,
];
// deno-lint-ignore no-console -- a program for people
console.log(lines.join("\n"));
