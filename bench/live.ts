// How the command line keeps up with a camera when the network is slow: bench/live.ts [SECONDS] [MS]

import { liveRun } from "../tests/support/live_run.ts";

const [seconds = 60, slowMs = 200] = Deno.args.map(Number);
const { frames, records, summary, residentMb } = await liveRun(seconds, slowMs);
const latencies = records.map(({ latencyMs }) => latencyMs!);
const quarter = Math.ceil(residentMb.length / 4);
const [early, late] = [residentMb.slice(quarter, 2 * quarter), residentMb.slice(-quarter)];
// deno-lint-ignore no-console
console.log(`${frames} frames in ${seconds} s, ${slowMs} ms each
looked at ${records.length}, dropped ${summary.dropped}, lost ${
  frames - records.length - summary.dropped!
}
latency median ${summary.latencyMs!.median} ms, 95th percentile ${
  summary.latencyMs!.p95
} ms, largest ${Math.max(...latencies)} ms, over 500 ms ${
  latencies.filter((latency) => latency > 500).length
} times
memory ${Math.max(...early).toFixed(0)} MB in the second quarter, ${
  Math.max(...late).toFixed(0)
} MB in the last`);
