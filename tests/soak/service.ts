import assert from "node:assert/strict";
import { connect } from "node:net";
import { measureCapacity } from "../support/load.ts";
import { ServeProcess } from "../support/serve_process.ts";
import { picture } from "../support/service.ts";
import { Sampler, type Soak } from "./samples.ts";

/** Of twenty clients, how many are good, and how many are slow; the others send what is damaged. */
const good = 14, slow = 1, of = 20;

/** How many requests may be under way, so that a busy machine does not run out of sockets. */
const mostRunning = 200;

/**
 * So many requests come first and are not measured: until about then functions are compiled, and more and
 * more refused clients wait to come again.
 */
const first = 500;

/** How long a good client that is told to come again waits, at most. */
const retryMs = 5000;

/**
 * Sends requests at twice the rate that the service can answer. A good client that is refused for lack
 * of capacity comes again. Each good answer must be the one that it gets alone.
 *
 * @param requests How many clients.
 */
export async function soakService(requests: number): Promise<Soak> {
  const body = await picture("grace_hopper.jpg"), type = "image/jpeg";
  // V8 enlarges its young generations at any time, but only so far: that is kept out.
  const flags = "--max-semi-space-size=2";
  await using service = await ServeProcess.withV8Flags(flags, "--workers", "2");
  const url = `${service.url}/predict`;
  const post = (body: BodyInit) =>
    fetch(url, { method: "POST", headers: { "content-type": type }, body });
  const alone = await (await post(body)).text();
  const capacity = await measureCapacity({ url, seconds: 5, body, type }, 4);
  const notes: Record<string, number> = { capacity: Math.round(capacity) };
  const count = (name: string) => notes[name] = (notes[name] ?? 0) + 1;
  let done = -first;

  async function sendGood(): Promise<void> {
    for (;;) {
      const response = await post(body), text = await response.text();
      if (response.status === 503 || response.status === 504) {
        count("refused for a while");
        await wait(Math.random() * retryMs);
        continue;
      }
      assert.deepEqual([response.status, text], [200, alone]);
      return void count("good answers");
    }
  }

  async function sendBad(): Promise<void> {
    const bad = body.slice(0, Math.floor(body.length * Math.random() * 0.9));
    bad[Math.floor(bad.length * Math.random())]! ^= 0x55;
    const response = await post(bad);
    await response.body?.cancel();
    assert(response.status >= 400 && response.status !== 500, `${response.status}`);
    count("bad refused");
  }

  const running = new Set<Promise<void>>();
  using sampler = new Sampler(service.pid, () => done);
  const started = performance.now();
  for (let i = 0; i < first + requests; i++) {
    await wait(started + i * 1000 / (2 * capacity) - performance.now());
    while (running.size >= mostRunning) await Promise.race(running);
    const client = i % of < good
      ? sendGood()
      : i % of < good + slow
      ? sendSlowly(url, body)
      : sendBad();
    const ended = client.then(() => void done++).finally(() => running.delete(ended));
    running.add(ended);
  }
  await Promise.all(running);
  await service.stop();
  const samples = sampler.samples.filter(({ done }) => done >= 0);
  return { name: "Service, twice its capacity", unit: "requests", samples, notes };
}

/** Sends the first half of a picture piece by piece, and hangs up. */
async function sendSlowly(url: string, body: Uint8Array): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const gone = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("error", () => {}); // The service may hang up first.
  socket.write(
    `POST /predict HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: image/jpeg\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  for (let at = 0; at < body.length / 2 && !socket.destroyed; at += 4096) {
    socket.write(body.subarray(at, at + 4096));
    await wait(300);
  }
  socket.destroy();
  await gone;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
