import assert from "node:assert/strict";
import { join } from "node:path";
import type { EnvironmentError } from "../../src/errors.ts";
import { createFrame, type Frame } from "../../src/image/frame.ts";
import { WindowPreview } from "../../src/sink/window_preview.ts";
import { ffmpegTest } from "../support/ffmpeg.ts";
import { childrenOf } from "../support/processes.ts";
import { record } from "../support/records.ts";

function frameOf(index: number, place: Partial<Frame> = {}): Frame {
  const frame = createFrame("gray", 640, 480, new Uint8Array(640 * 480), { index });
  return { ...frame, ...place };
}

async function withVariable(name: string, value: string, run: () => Promise<void>): Promise<void> {
  const before = Deno.env.get(name);
  Deno.env.set(name, value);
  try {
    await run();
    assert.deepEqual(await childrenOf(Deno.pid), []);
  } finally {
    if (before === undefined) Deno.env.delete(name);
    else Deno.env.set(name, before);
  }
}

/** Runs with a program in ffplay's place. */
function playerTest(name: string, script: string, run: (folder: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore: Deno.build.os === "windows",
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const path = join(folder, "ffplay");
      await Deno.writeTextFile(
        path,
        `#!/bin/sh\n[ "$1" = -version ] && exit\ncd ${folder}\n${script}`,
      );
      await Deno.chmod(path, 0o755);
      try {
        await withVariable("PATH", `${folder}:${Deno.env.get("PATH")}`, () => run(folder));
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

ffmpegTest("WindowPreview shows frames with ffplay and ends after the last", async () => {
  await withVariable("SDL_VIDEODRIVER", "dummy", async () => {
    const preview = await WindowPreview.open();
    for (let i = 0; i < 20; i++) {
      await preview.write(record(frameOf(i), []), frameOf(i));
      await pause(10);
    }
    assert.equal((await childrenOf(Deno.pid)).length, 1);
    assert.equal(preview.isClosed, false);
    await preview[Symbol.asyncDispose]();
  });
});

ffmpegTest("WindowPreview shows a picture until it is interrupted", async () => {
  await withVariable("SDL_VIDEODRIVER", "dummy", async () => {
    const controller = new AbortController();
    const preview = await WindowPreview.open({ signal: controller.signal });
    await preview.write(record(frameOf(0), []), frameOf(0, { still: true }));
    let isDisposed = false;
    const disposed = preview[Symbol.asyncDispose]().then(() => isDisposed = true);
    await pause(700);
    assert.equal(isDisposed, false);
    controller.abort();
    await disposed;
  });
});

/** What a preview reports where there is no display. */
async function problemsWithoutDisplay(
  show: (preview: WindowPreview) => Promise<void>,
): Promise<[code: string, message: string][]> {
  const problems: EnvironmentError[] = [];
  await withVariable("SDL_VIDEODRIVER", "x11", async () => {
    await withVariable("DISPLAY", ":987", async () => {
      await using preview = await WindowPreview.open({ onProblem: (it) => problems.push(it) });
      await show(preview);
    });
  });
  return problems.map(({ code, message }) => [code, message]);
}

ffmpegTest("WindowPreview reports a missing display once and then shows nothing", async () => {
  const problems = await problemsWithoutDisplay(async (preview) => {
    for (let i = 0; i < 200 && !preview.isClosed; i++) {
      await preview.write(record(frameOf(i), []), frameOf(i));
      await pause(20);
    }
    assert.ok(preview.isClosed);
    await preview.write(record(frameOf(0), []), frameOf(0)); // Nothing happens.
    assert.deepEqual(await childrenOf(Deno.pid), []);
  });
  assert.deepEqual(problems, [
    ["display-missing", "Cannot show the preview: there is no display"],
  ]);
});

ffmpegTest("WindowPreview reports at the end that a still had no display", async () => {
  const problems = await problemsWithoutDisplay((preview) =>
    preview.write(record(frameOf(0), []), frameOf(0, { still: true }))
  );
  assert.deepEqual(problems.map(([code]) => code), ["display-missing"]);
});

playerTest(
  "WindowPreview notices when the user closes the window",
  "head -c 700000 >/dev/null",
  async () => {
    const preview = await WindowPreview.open();
    let isTold = false;
    const told = preview.closed.then(() => isTold = true);
    for (let i = 0; i < 200 && !preview.isClosed; i++) {
      await preview.write(record(frameOf(i), []), frameOf(i));
      await pause(10);
    }
    await told;
    assert.ok(preview.isClosed && isTold);
    await preview.write(record(frameOf(0), []), frameOf(0)); // Nothing happens.
    await preview[Symbol.asyncDispose]();
  },
);

playerTest(
  "WindowPreview gives a slow player the newest frame without waiting",
  "head -c 307200 >/dev/null\nsleep 1.2\ncat > seen",
  async (folder) => {
    const preview = await WindowPreview.open();
    for (let i = 0; i < 60; i++) {
      const frame = frameOf(i, { data: new Uint8Array(640 * 480).fill(i) });
      await preview.write(record(frame, []), frame);
      await pause(2);
    }
    await preview[Symbol.asyncDispose]();
    const seen = await Deno.readFile(join(folder, "seen"));
    const order = Array.from({ length: seen.length / 307200 }, (_, i) => seen[i * 307200]!);
    assert.ok(order.length < 10, `${order}`);
    assert.equal(order.at(-1), 59);
    assert.deepEqual(order, order.toSorted((a, b) => a - b));
  },
);

playerTest("WindowPreview does not wait for a hanging player", "exec sleep 60", async () => {
  const preview = await WindowPreview.open();
  for (let i = 0; i < 5; i++) await preview.write(record(frameOf(i), []), frameOf(i));
  const start = performance.now();
  await preview[Symbol.asyncDispose]();
  assert.ok(performance.now() - start < 30_000);
});

playerTest(
  "WindowPreview opens another window for frames of another size",
  'echo "$@" >> log; cat > /dev/null',
  async (folder) => {
    {
      await using preview = await WindowPreview.open();
      for (const [width, height] of [[640, 480], [640, 480], [3840, 2160]] as const) {
        const frame = createFrame("gray", width, height, new Uint8Array(width * height));
        await preview.write(record(frame, []), frame);
        await pause(50);
      }
      assert.equal(preview.isClosed, false);
    }
    const log = (await Deno.readTextFile(join(folder, "log"))).trim().split("\n");
    assert.equal(log.length, 2);
    assert.match(log[1]!, /-x 1280 -y 720 .*-video_size 3840x2160/);
  },
);

Deno.test("WindowPreview reports that ffplay is missing", async () => {
  await withVariable("PATH", "/nowhere", async () => {
    await assert.rejects(() => WindowPreview.open(), {
      code: "ffmpeg-missing",
      message: /^Cannot show the preview: ffplay is not installed$/,
    });
  }).catch((error) => {
    // Without PATH there is no ps for the check of processes either.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
});
