// deno-lint-ignore-file no-console -- a program for a test
// Prints how many bytes the service keeps for each client that sends half a body and goes away, once with
// bodies that it waits for and once with bodies that it refuses. To be run with --v8-flags=--expose-gc.
import { Service } from "./service.ts";
import assert from "node:assert/strict";

const clients = 40, looks = 250;
const head = "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\nContent-Type: ";

// Its end would free what it keeps.
await using service = new Service({ limits: { bodyMs: 500 } });

function buffersBytes(): number {
  (globalThis as unknown as { gc(): void }).gc();
  return Deno.memoryUsage().external;
}

async function kept(type: string, status: number): Promise<number> {
  const stall = async () => {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: service.port });
    await connection.write(new TextEncoder().encode(`${head}${type}\r\n\r\nhalf a picture`));
    const answer = new Uint8Array(1000);
    await connection.read(answer);
    assert.match(new TextDecoder().decode(answer), new RegExp(`^HTTP/1.1 ${status}`));
  };
  await stall();
  const before = buffersBytes();
  await Promise.all(Array.from({ length: clients }, stall));
  // The service sees a little later that they have gone.
  for (let i = 0; i < looks && buffersBytes() > before + 100_000; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Math.max(0, buffersBytes() - before) / clients;
}

console.log(JSON.stringify([await kept("image/jpeg", 408), await kept("text/plain", 415)]));
Deno.exit();
