import { free } from "../../src/http/free.ts";
import { Service } from "../support/service.ts";
import assert from "node:assert/strict";

const clients = 40;
const head = "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\nContent-Type: ";

/** The memory of buffers, after so much was allocated that the garbage collector had to look. */
function buffersBytes(): number {
  for (const bytes of Array.from({ length: 8 }, () => new Uint8Array(2 ** 27))) free(bytes);
  return Deno.memoryUsage().external;
}

for (
  const [what, type, status] of [
    ["that do not arrive", "image/jpeg", 408],
    ["of refused requests", "text/plain", 415],
  ] as const
) {
  Deno.test(`the handler keeps nothing of bodies ${what}, once their clients have gone`, async () => {
    await using service = new Service({ limits: { bodyMs: 1000 } });
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
    let kept = Infinity;
    for (let looks = 0; looks < 100 && kept > clients * 16_384; looks++) {
      await new Promise((resolve) => setTimeout(resolve, 20)); // The service sees that they have gone.
      kept = buffersBytes() - before;
    }
    assert(kept <= clients * 16_384, `${kept / clients} bytes of each`);
  });
}
