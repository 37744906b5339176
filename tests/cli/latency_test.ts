import assert from "node:assert/strict";
import { ffmpegTest } from "../support/ffmpeg.ts";
import { liveRun } from "../support/live_run.ts";

// A minute of it: deno run -A bench/live.ts
ffmpegTest(
  "cli.ts stays live at 30 frames per second with a network that takes 200 ms per frame",
  async () => {
    const { frames, records, summary, residentMb } = await liveRun(12, 200);
    for (const [i, { frame, latencyMs, dropped }] of records.entries()) {
      assert(latencyMs! >= 200, `${latencyMs} ms at frame ${frame}`);
      assert.equal(dropped, frame - i, "all frames between those looked at were dropped");
    }
    // Not the largest: a busy machine stops any process for a moment.
    const latencies = records.map(({ latencyMs }) => latencyMs!).toSorted((a, b) => a - b);
    const median = latencies[latencies.length >> 1]!;
    assert(median < 500, `a median of ${median} ms`);
    assert.equal(records.at(-1)!.frame, frames - 1);
    assert.equal(records.length + summary.dropped!, frames);
    const rate = (frames - 1) / records.at(-1)!.time;
    assert(Math.abs(rate - 30) < 3, `${rate} frames per second`);
    assert(records.length > 40 && records.length <= 62, `${records.length} looked at`);
    const half = Math.ceil(residentMb.length / 2);
    const [early, late] = [
      Math.max(...residentMb.slice(5, half)),
      Math.max(...residentMb.slice(half)),
    ];
    assert(early > 50 && late <= early * 1.1, `${early} MB in the first half, ${late} MB then`);
  },
);
