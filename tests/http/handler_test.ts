import { createHandler } from "../../src/http/handler.ts";
import { openRawStream, picture, problemOf, Service } from "../support/service.ts";
import assert from "node:assert/strict";

const own = "http://localhost";

function ask(handler: (request: Request) => Promise<Response>, path: string, init?: RequestInit) {
  return handler(new Request(`${own}${path}`, init));
}

Deno.test("createHandler() refuses an invalid token, origin, limit or number of workers", () => {
  for (const token of ["", "two words", "ä", "a\n"]) {
    assert.throws(() => createHandler({ token }), { code: "option-invalid" });
  }
  const left = { maxPixels: undefined } as unknown as { maxPixels: number };
  createHandler({ limits: left });
  for (const value of [NaN, 0, -1]) {
    assert.throws(() => createHandler({ limits: { maxPixels: value } }), {
      message: `Cannot serve: maxPixels must be above 0, not ${value}`,
    });
  }
  for (const deadlineMs of [NaN, Infinity, 2 ** 31]) {
    assert.throws(() => createHandler({ limits: { deadlineMs } }), {
      message: `Cannot serve: deadlineMs must be above 0 and at most 2147483647, not ${deadlineMs}`,
    });
  }
  for (const workers of [-1, 1.5, NaN]) {
    assert.throws(() => createHandler({ workers }), { code: "option-invalid" });
  }
  for (const cors of ["", "example.com", "https://example.com/", "null"]) {
    assert.throws(() => createHandler({ cors }), { code: "option-invalid" });
  }
});

Deno.test("the handler answers 404 and 405 with problems", async () => {
  const handler = createHandler();
  assert.equal(await problemOf(await ask(handler, "/nothing")), "404 not-found");
  assert.equal(await problemOf(await ask(handler, "/page")), "404 not-found");
  assert.equal(await problemOf(await ask(handler, "/page/../cli.ts")), "404 not-found");
  const response = await ask(handler, "/predict");
  assert.equal(response.headers.get("allow"), "POST, OPTIONS");
  assert.equal(await problemOf(response), "405 method-not-allowed");
  assert.equal((await ask(handler, "/models", { method: "OPTIONS" })).status, 204);
  for (const method of ["POST", "OPTIONS"]) {
    assert.equal(await problemOf(await ask(handler, "/predcit", { method })), "404 not-found");
  }
});

Deno.test("the handler answers HEAD as GET, without a body", async () => {
  const handler = createHandler();
  for (const path of ["/", "/models", "/healthz", "/openapi.json", "/metrics"]) {
    const [head, get] = [await ask(handler, path, { method: "HEAD" }), await ask(handler, path)];
    const { byteLength } = await get.arrayBuffer();
    assert(byteLength > 1);
    const length = Number(head.headers.get("content-length"));
    assert(path === "/metrics" ? length > 1 : length === byteLength, path);
    head.headers.delete("content-length");
    assert.deepEqual([...head.headers], [...get.headers], path);
    assert.equal(head.status, 200);
    assert.equal(await head.text(), "");
  }
});

Deno.test("the handler sends security headers with everything, and a strict policy with the page", async () => {
  const handler = createHandler();
  for (const path of ["/", "/models", "/nothing", "/healthz"]) {
    const { headers } = await ask(handler, path);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    const policy = headers.get("content-security-policy")!;
    assert.match(policy, /^default-src 'none';.*frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.equal(policy.includes("script-src 'self'"), path === "/");
  }
});

Deno.test("the handler lists the cards of its models, the default one first", async () => {
  const cards = await (await ask(createHandler({ model: "nhs" }), "/models")).json();
  assert.deepEqual(cards.map(({ name }: { name: string }) => name), [
    "nhs",
    "five",
    "seven",
    "nas",
  ]);
  const [{ labels, colors, accuracy }] = cards;
  assert.deepEqual(labels, Object.keys(colors));
  assert.match(colors.happy, /^#/);
  assert(accuracy);
});

Deno.test("the handler serves a custom model under its folder's name", async () => {
  const model = new URL("../../models/nas", import.meta.url);
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/mine`);
  for await (const { name } of Deno.readDir(model)) {
    await Deno.copyFile(new URL(`nas/${name}`, model), `${folder}/mine/${name}`);
  }
  await using service = new Service({ model: `${folder}/mine` });
  const cards = await (await service.fetch("/models")).json();
  const names = cards.map(({ name }: { name: string }) => name);
  assert.deepEqual(names, ["mine", "five", "seven", "nhs", "nas"]);
  const bytes = await picture("astronaut.png");
  const answers = ["", "?model=mine", "?model=nas"].map(async (query) =>
    await (await service.predict(bytes, "image/png", query)).text()
  );
  assert.equal(new Set(await Promise.all(answers)).size, 1);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the handler requires its token except for the page, /healthz and /openapi.json", async () => {
  const handler = createHandler({ token: "open-sesame" });
  for (const path of ["/", "/healthz", "/openapi.json"]) {
    assert.equal((await ask(handler, path)).status, 200);
  }
  for (
    const authorization of [undefined, "Bearer open", "Basic open-sesame", "Bearer open-sesame2"]
  ) {
    for (const path of ["/models", "/metrics", "/stream"]) {
      const init = { headers: { ...(authorization && { authorization }) } };
      const response = await ask(handler, path, init);
      assert.equal(response.headers.get("www-authenticate"), "Bearer");
      assert.equal(await problemOf(response), "401 token-missing");
    }
  }
  const predict = await ask(handler, "/predict", { method: "POST", body: "x" });
  assert.equal(await problemOf(predict), "401 token-missing");
  const headers = { authorization: "bearer open-sesame" };
  assert.equal((await ask(handler, "/models", { headers })).status, 200);
});

Deno.test("the handler refuses pages of other origins, except for the allowed one", async () => {
  const friend = "https://friend.example", foe = "https://foe.example";
  const post = (origin: string) => ({
    method: "POST",
    body: "x",
    headers: { origin, host: "localhost" },
  });
  const preflight = (origin: string) => ({ method: "OPTIONS", headers: { origin } });
  const allowed = (response: Response) => response.headers.get("access-control-allow-origin");
  for (
    const [cors, friendly, hostile] of [
      [undefined, "403 origin-forbidden", "403 origin-forbidden"],
      [friend, "415 type-unsupported", "403 origin-forbidden"],
      ["*", "415 type-unsupported", "415 type-unsupported"],
    ] as const
  ) {
    const handler = createHandler(cors === undefined ? {} : { cors });
    for (const [origin, expected] of [[friend, friendly], [foe, hostile]] as const) {
      const response = await ask(handler, "/predict", post(origin));
      const flight = await ask(handler, "/predict", preflight(origin));
      const shown = expected.startsWith("415") ? cors : null;
      assert.equal(allowed(response), shown);
      assert.equal(allowed(flight), shown);
      // A cache must not give the answer to pages of another origin.
      assert.equal(response.headers.get("vary"), cors === friend ? "origin" : null);
      assert.equal(flight.headers.has("access-control-allow-headers"), shown !== null);
      assert.equal(await problemOf(response), expected);
    }
    const itself = await ask(handler, "/predict", post(own));
    assert.equal(await problemOf(itself), "415 type-unsupported");
  }
});

Deno.test("the handler hides internal errors from clients", async () => {
  const errors: unknown[] = [];
  const model = "/nonesuch/secret";
  const handler = createHandler({ model, onError: (error) => errors.push(error) });
  const body = await picture("astronaut.png");
  const headers = { "content-type": "image/png" };
  const response = await ask(handler, "/predict", { method: "POST", headers, body });
  assert.doesNotMatch(await response.clone().text(), /secret/);
  assert.equal(await problemOf(response), "500 internal");
  assert.match(String(errors[0]), /ModelError: .*secret/);
});

Deno.test("the handler reports internal errors in streams too", async () => {
  await using service = new Service({ model: "/nonesuch" });
  const socket = new WebSocket(service.url("/stream").replace("http", "ws"));
  await new Promise((resolve) => socket.onopen = resolve);
  const answer = new Promise<MessageEvent>((resolve) => socket.onmessage = resolve);
  socket.send(await picture("astronaut.png"));
  assert.equal(JSON.parse((await answer).data).status, 500);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  assert.match(String(service.errors[0]), /ModelError/);
  assert.equal(await service.metric('mien_errors_total{type="internal"}'), 1);
});

Deno.test("the handler counts requests, problems and latencies", async () => {
  await using service = new Service();
  await (await service.predict(await picture("astronaut.png"))).body?.cancel();
  await (await service.predict(new Uint8Array(3))).body?.cancel();
  await (await service.fetch("/what/ever")).body?.cancel();
  assert.equal(await service.metric('mien_requests_total{route="/predict",status="200"}'), 1);
  assert.equal(await service.metric('mien_requests_total{route="/predict",status="415"}'), 1);
  assert.equal(await service.metric('mien_requests_total{route="none",status="404"}'), 1);
  assert.equal(await service.metric('mien_errors_total{type="type-unsupported"}'), 1);
  const bucket = 'mien_request_duration_seconds_bucket{route="/predict",le="+Inf"}';
  assert.equal(await service.metric(bucket), 2);
  assert.equal(await service.metric("mien_predictions"), 0);
  assert.equal(await service.metric("mien_models_loaded"), 1);
});

Deno.test("Handler.close() does not wait for requests that it refuses", async () => {
  await using service = new Service();
  using held = await Deno.connect({ hostname: "127.0.0.1", port: service.port });
  const closed = service.handler.close();
  await held.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  await held.read(new Uint8Array(1000));
  await closed;
});

Deno.test("Handler.close() waits for running requests and refuses new ones", async () => {
  await using service = new Service();
  const bytes = await picture("grace_hopper.jpg");
  const running = [1, 2, 3].map(() => service.predict(bytes, "image/jpeg"));
  while (await service.metric("mien_predictions") < 3);
  const closed = service.handler.close();
  const late = await service.predict(bytes, "image/jpeg");
  assert.equal(late.headers.get("retry-after"), "1");
  assert.equal(await problemOf(late), "503 closing");
  assert.equal(await problemOf(await service.fetch("/healthz")), "503 closing");
  for (const response of await Promise.all(running)) {
    assert.equal(response.status, 200);
    assert.equal((await response.json()).height, 600);
  }
  await closed;
});

Deno.test("Handler.close() waits for open streams", async () => {
  await using service = new Service();
  using raw = await openRawStream(service.port);
  let isClosed = false;
  const closed = service.handler.close().then(() => isClosed = true);
  const frame = new Uint8Array(100);
  await raw.read(frame);
  assert.deepEqual([...frame.subarray(2, 4)], [1001 >> 8, 1001 & 255]);
  assert(!isClosed);
  // A masked frame that closes this side.
  await raw.write(new Uint8Array([0x88, 0x82, 0, 0, 0, 0, 1001 >> 8, 1001 & 255]));
  await closed;
});

Deno.test("the handler answers 304 where the page's file is known", async () => {
  const handler = createHandler();
  const etag = (await ask(handler, "/page/page.js")).headers.get("etag")!;
  for (const [known, status] of [[etag, 304], [`"x", W/${etag}`, 304], ['"x"', 200]] as const) {
    const answer = await ask(handler, "/page/page.js", { headers: { "if-none-match": known } });
    assert.equal(answer.status, status);
    assert.equal(answer.headers.get("etag"), etag);
    assert.equal((await answer.text()).length > 0, status === 200);
  }
});

Deno.test("the handler leaves the memory of its caller alone", async () => {
  const picture = await Deno.readFile("fixtures/astronaut.png");
  const body = new ReadableStream({
    start(controller) {
      for (const [from, to] of [[0, 1000], [1000, undefined]]) {
        controller.enqueue(picture.subarray(from, to));
      }
      controller.close();
    },
  });
  const handler = createHandler();
  const headers = { "content-type": "application/octet-stream" };
  const answer = await ask(handler, "/predict", { method: "POST", headers, body });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).faces[0].emotion, "happy");
  assert(picture.length > 1000);
  await handler.close();
});
