import { Metrics } from "../../src/http/metrics.ts";
import assert from "node:assert/strict";

Deno.test("Metrics.toText() writes counters, gauges and the histogram as Prometheus reads them", () => {
  const metrics = new Metrics();
  metrics.count("mien_a_total", "Things.", { route: "/a", status: 200 });
  metrics.count("mien_a_total", "Things.", { route: "/a", status: 200 });
  metrics.count("mien_a_total", "Things.", { route: '"\\\n', status: 1 });
  metrics.gauge("mien_b", "Now.", () => 7);
  for (const seconds of [0.03, 0.05, 3, 99]) metrics.observe("/a", seconds);
  const name = "mien_request_duration_seconds";
  const buckets = ["0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "15", "+Inf"];
  const counts = [0, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4];
  assert.deepEqual(metrics.toText().split("\n"), [
    "# HELP mien_a_total Things.",
    "# TYPE mien_a_total counter",
    'mien_a_total{route="/a",status="200"} 2',
    'mien_a_total{route="\\"\\\\\\n",status="1"} 1',
    "# HELP mien_b Now.",
    "# TYPE mien_b gauge",
    "mien_b 7",
    `# HELP ${name} Time from the start of a request to its answer.`,
    `# TYPE ${name} histogram`,
    ...buckets.map((le, i) => `${name}_bucket{route="/a",le="${le}"} ${counts[i]}`),
    `${name}_sum{route="/a"} 102.08`,
    `${name}_count{route="/a"} 4`,
    "",
  ]);
});
