import { Arrivals } from "../../src/http/arrivals.ts";
import { ServeProcess } from "../support/serve_process.ts";
import { picture, Service } from "../support/service.ts";
import assert from "node:assert/strict";

Deno.test("Arrivals lets the body give way that has been arriving for longest", () => {
  const arrivals = new Arrivals(3, 100);
  const [first, second, third] = [arrivals.add(), arrivals.add(), arrivals.add()];
  second.hold(60);
  using fourth = arrivals.add();
  assert.deepEqual([first.signal.aborted, second.signal.aborted], [true, false]);
  first.hold(1000); // It does not count any more.
  third.hold(50);
  assert.deepEqual([second.signal.aborted, third.signal.aborted], [true, false]);
  assert.deepEqual([arrivals.count, arrivals.bytes], [2, 50]);
  third[Symbol.dispose]();
  first[Symbol.dispose]();
  assert.deepEqual([arrivals.count, arrivals.bytes, fourth.signal.aborted], [1, 0, false]);
});

const head = "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\n" +
  "Content-Length: 100000\r\n\r\n";

Deno.test("/predict answers while more clients than it serves send no body", async () => {
  await using service = new Service({ limits: { maxBodies: 20 } });
  const body = await picture("grace_hopper.jpg");
  using connections = new DisposableStack();
  for (let i = 0; i < 30; i++) {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port: service.port });
    await connections.use(connection).write(new TextEncoder().encode(head));
  }
  while (await service.metric("mien_bodies") < 20);
  for (let i = 0; i < 3; i++) {
    const { faces } = await (await service.predict(body, "image/jpeg")).json();
    assert.equal(faces.length, 1);
  }
  assert.equal(await service.metric("mien_predictions"), 0);
  assert(await service.metric('mien_errors_total{type="busy"}') >= 10);
});

Deno.test("/predict lets a slow body give way when the bodies together become too large", async () => {
  await using service = new Service({ limits: { maxRequests: 1, maxBodyBytes: 100_000 } });
  const send = async () => {
    const client = await Deno.connect({ hostname: "127.0.0.1", port: service.port });
    await client.write(new TextEncoder().encode(head));
    await client.write(new Uint8Array(60_000));
    return client;
  };
  using slow = await send();
  while (await service.metric("mien_body_bytes") < 60_000);
  using _other = await send();
  const answer = new Uint8Array(1000);
  await slow.read(answer);
  assert.match(new TextDecoder().decode(answer), /^HTTP\/1\.1 503 /);
});

Deno.test({
  name: "cli.ts serve outlives more connections than the system gives it",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using service = await ServeProcess.withOpenFiles(100, "--workers", "0");
    const { hostname, port } = new URL(service.url);
    using connections = new DisposableStack();
    for (let i = 0; i < 250; i++) {
      const connecting = Deno.connect({ hostname, port: Number(port) });
      await connecting.then((connection) => connections.use(connection), () => {});
    }
    const isHealthy = () => fetch(`${service.url}/healthz`).then((it) => it.text(), () => "");
    while (await isHealthy() !== "ok\n") await new Promise((resolve) => setTimeout(resolve, 100));
  },
});
