import { hostileBodies } from "../support/hostile.ts";
import { problemOf, Service } from "../support/service.ts";
import { defaultLimits } from "../../src/http/limits.ts";
import assert from "node:assert/strict";

const small = new URL("../golden/image/pictures/lossless.webp", import.meta.url);

function cut(): Response {
  const problem = { status: 413, type: "cut" };
  return Response.json(problem, {
    status: 413,
    headers: { "content-type": "application/problem+json" },
  });
}

Deno.test("/predict answers more than 200 hostile bodies correctly, and a good one after each", async () => {
  const bodies = await hostileBodies();
  assert(bodies.length > 200, String(bodies.length));
  await using service = new Service({ limits: { maxBodyBytes: 4 << 20, bodyMs: 700 } });
  const good = await Deno.readFile(small);
  const predictGood = () => service.predict(good, "image/webp", "?crop_only=true");
  const record = await (await predictGood()).text();
  const wrong: string[] = [];
  for (const { name, type, body, expected } of bodies) {
    // A client that never stops sending may find the connection closed before it can read why.
    const sent = service.predict(body, type);
    const response = await (expected.includes("cut") ? sent.catch(() => cut()) : sent);
    const answer = response.status === 200 ? "200" : await problemOf(response.clone());
    const text = await response.text();
    if (!expected.split("|").includes(answer)) wrong.push(`${name}: ${answer}, not ${expected}`);
    // Answers repeat nothing of the request except names, and reveal nothing about the machine.
    if (/script>|\/src\/|file:/.test(text)) wrong.push(`${name}: ${text}`);
    const next = await predictGood();
    if (await next.text() !== record) wrong.push(`${name}: the next good picture was not served`);
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(service.errors, []);
});

Deno.test("/predict refuses queries that it does not understand", async () => {
  await using service = new Service();
  const good = await Deno.readFile(small);
  for (
    const query of [
      "min_score=2",
      "min_score=-1",
      "min_score=NaN",
      "min_score=0x1",
      "min_score=",
      "max_faces=0",
      "max_faces=1.5",
      "max_faces=1e9",
      "crop_only=1",
      "crop_only",
      "faces=1",
      "model=five&model=nhs",
      "__proto__=1",
      "constructor=1",
    ]
  ) {
    const response = await service.predict(good, "image/webp", `?${query}`);
    assert.equal(await problemOf(response), "400 query-invalid", query);
  }
});

Deno.test("the service survives clients that violate HTTP or disconnect", async () => {
  await using service = new Service({ limits: { bodyMs: 500 } });
  const good = await Deno.readFile(small);
  const head = "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/webp\r\n";
  for (
    const [text, expected] of [
      ["\0\x01\x02\r\n\r\n", /^HTTP\/1.1 400/],
      [`${head}Content-Length: 12\r\nContent-Length: 13\r\n\r\n`, /^HTTP\/1.1 400/],
      [`${head}Transfer-Encoding: chunked\r\n\r\nnonsense\r\n`, /^$|^HTTP\/1.1 400/],
      [`${head}Content-Length: 99999999999\r\n\r\nx`, /^HTTP\/1.1 413/],
      [`${head}Content-Length: 100\r\n\r\nRIFF`, /^HTTP\/1.1 408/],
    ] as const
  ) {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: service.port });
    await connection.write(new TextEncoder().encode(text));
    const answer = new Uint8Array(1000);
    const length = await connection.read(answer) ?? 0;
    assert.match(new TextDecoder().decode(answer.subarray(0, length)), expected, text);
  }
  for (let i = 0; i < 20; i++) {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port: service.port });
    await connection.write(new TextEncoder().encode(`${head}Content-Length: 100000\r\n\r\nRIFF`));
    connection.close();
  }
  const response = await service.predict(good, "image/webp");
  assert.equal((await response.json()).width, 19);
  while (await service.metric("mien_predictions") > 0);
  assert.deepEqual(service.errors, []);
});

Deno.test("the handler refuses an invalid address, and keeps nothing of it", async () => {
  await using service = new Service();
  for (const host of ["[", "a b", "a:99999"]) {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: service.port });
    const text = `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    await connection.write(new TextEncoder().encode(text));
    const answer = await new Response(connection.readable).text();
    assert.match(answer, /^HTTP\/1.1 400 [^]*x-content-type-options: nosniff[^]*address-invalid/i);
  }
  const start = performance.now();
  await service.handler.close();
  assert(performance.now() - start < defaultLimits.deadlineMs / 2);
});

Deno.test("the handler frees the bodies that it no longer waits for", async () => {
  await using service = new Service({ limits: { bodyMs: 1000 } });
  const part = new Uint8Array(9_000_000);
  const head = "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n" +
    "Content-Length: 10000000\r\n\r\n";
  using connections = new DisposableStack();
  const before = Deno.memoryUsage().rss;
  const stall = async () => {
    const connection = connections.use(
      await Deno.connect({ hostname: "127.0.0.1", port: service.port }),
    );
    await connection.write(new TextEncoder().encode(head));
    for (let sent = 0; sent < part.length;) sent += await connection.write(part.subarray(sent));
    const answer = new Uint8Array(1000);
    await connection.read(answer);
    assert.match(new TextDecoder().decode(answer), /^HTTP\/1.1 408/);
  };
  for (let i = 0; i < 6; i++) await Promise.all([stall(), stall(), stall(), stall()]);
  const grown = Deno.memoryUsage().rss - before;
  assert(grown < 140e6, `${grown} bytes of ${24 * part.length}`);
});

Deno.test("the handler refuses streams that it cannot open, and frees their slots", async () => {
  await using service = new Service({ limits: { maxStreams: 1 } });
  assert.equal(await problemOf(await service.fetch("/stream")), "426 upgrade-required");
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: service.port });
  const head = "GET /stream HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\n" +
    `Upgrade: websocket\r\nSec-WebSocket-Protocol: a${" ".repeat(60_000)}b\r\n\r\n`;
  await connection.write(new TextEncoder().encode(head));
  assert.match(await new Response(connection.readable).text(), /^HTTP\/1.1 400 [^]*handshake/i);
  assert.equal(await service.metric("mien_streams"), 0);
  const socket = new WebSocket(service.url("/stream").replace("http", "ws"));
  await new Promise((resolve) => socket.onopen = resolve);
  assert.equal(await problemOf(await service.fetch("/stream")), "503 busy");
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
});
