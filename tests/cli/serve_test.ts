import { ServeProcess } from "../support/serve_process.ts";
import { picture } from "../support/service.ts";
import { runCli } from "../support/cli.ts";
import assert from "node:assert/strict";

Deno.test("cli.ts serve shows its help and refuses wrong options", async () => {
  const help = await runCli(["serve", "--help"]);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /--port N/);
  for (
    const [args, message] of [
      [["--port", "70000"], /--port 70000: give a whole number from 0 to 65535/],
      [["--token", "two words"], /the token must consist of ASCII characters/],
      [["--cors", "example.com"], /the origin must look like https:\/\/example.com/],
      [["here"], /it takes options only/],
    ] as const
  ) {
    const { code, stderr } = await runCli(["serve", ...args], { permissions: ["-A"] });
    assert.match(stderr, message);
    assert.equal(code, 2);
  }
});

Deno.test("cli.ts serve says that another program has the port", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const { code, stderr } = await runCli(["serve", "--port", String(port)], { permissions: ["-A"] });
  listener.close();
  const why = "another program has that port";
  assert.equal(stderr, `mien: Cannot serve on 127.0.0.1:${port}: ${why}\n`);
  assert.equal(code, 1);
});

Deno.test("cli.ts serve says that a name is not known", async () => {
  const both = await runCli(["serve", "--token", "sesame", "--no-token"]);
  assert.equal(both.stderr, "mien: Cannot serve: give either --token or --no-token\n");
  const args = ["serve", "--host", "nosuchname.invalid", "--no-token"];
  const { code, stderr } = await runCli(args, { permissions: ["-A"] });
  assert.match(stderr, /^mien: Cannot serve on nosuchname\.invalid:8000: [^\n]+\n$/);
  assert.equal(code, 1);
});

Deno.test("cli.ts serve answers only to its own names, unless it has a token", async () => {
  const statusOf = async (service: ServeProcess, host: string) => {
    const { hostname, port } = new URL(service.url);
    using connection = await Deno.connect({ hostname, port: Number(port) });
    const text = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    await connection.write(new TextEncoder().encode(text));
    return Number((await new Response(connection.readable).text()).slice(9, 12));
  };
  await using open = await ServeProcess.start("--cors", "https://mine.example");
  for (const host of ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "evil.com."]) {
    assert.equal(await statusOf(open, host), 421, host);
  }
  const own = ["localhost:1", "127.0.0.1", "[::1]:80", "studio", "mine.example", "mine.example.:1"];
  for (const host of own) {
    assert.equal(await statusOf(open, host), 200, host);
  }
  await using guarded = await ServeProcess.start("--token", "sesame");
  assert.equal(await statusOf(guarded, "any.example"), 200);
});

Deno.test("cli.ts serve accepts other hosts only if it may read whether a token is set", async () => {
  const permissions = ["--allow-read", "--allow-net"];
  const { code, stderr } = await runCli(["serve", "--host", "0.0.0.0"], { permissions });
  assert.match(stderr, /^mien: Cannot serve on 0\.0\.0\.0: .*--allow-env=MIEN_TOKEN/);
  assert.equal(code, 1);
});

Deno.test("cli.ts serve applies its model, token and origin", async () => {
  const origin = "https://friend.example";
  await using service = await ServeProcess.start(
    "--model",
    "nhs",
    "--token",
    "open-sesame",
    "--cors",
    origin,
  );
  const ask = async (authorization: string) =>
    await fetch(`${service.url}/predict`, {
      method: "POST",
      headers: { authorization, origin, "content-type": "image/png" },
      body: await picture("astronaut.png"),
    });
  const refused = await ask("Bearer nothing");
  assert.equal(refused.status, 401);
  await refused.body?.cancel();
  const response = await ask("Bearer open-sesame");
  assert.equal(response.headers.get("access-control-allow-origin"), origin);
  const { faces } = await response.json();
  assert.deepEqual(Object.keys(faces[0].probabilities), ["neutral", "happy", "surprise"]);
});

Deno.test("cli.ts serve warns when anybody can use it", async () => {
  const everybody =
    "mien: Everybody who can reach this machine can use it: set MIEN_TOKEN to require a token\n";
  const closed = await runCli(["serve", "--host", "0.0.0.0"], { permissions: ["-A"] });
  assert.match(closed.stderr, /^mien: Cannot serve on 0\.0\.0\.0: .*--no-token\n$/);
  assert.equal(closed.code, 2);
  for (const [args, more] of [[["--no-token"], everybody], [["--token", "sesame"], ""]] as const) {
    await using service = await ServeProcess.start("--host", "0.0.0.0", ...args);
    const { stderr } = await service.stop();
    assert.equal(stderr, `mien: Serving on ${service.url}/\n${more}`);
  }
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`cli.ts serve answers the running requests on ${signal}, and ends with 0`, async () => {
    await using service = await ServeProcess.start();
    const body = await picture("grace_hopper.jpg");
    const metric = async (name: string) => {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
    };
    const socket = new WebSocket(`${service.url.replace("http", "ws")}/stream`);
    await new Promise((resolve) => socket.onopen = resolve);
    const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
    const init = { method: "POST", headers: { "content-type": "image/jpeg" }, body };
    // Enough requests to keep the service busy while the three are checked.
    const running = Array.from({ length: 8 }, () => fetch(`${service.url}/predict`, init));
    while (await metric("mien_predictions") < 3);
    const stopped = service.stop(signal);
    const { code, reason } = await closed;
    assert.deepEqual([code, reason], [1001, "The service is shutting down"]);
    for (const response of await Promise.all(running)) {
      assert.equal((await response.json()).height, 600);
    }
    const { code: exitCode, stderr } = await stopped;
    assert.equal(exitCode, 0, stderr);
    assert.equal(stderr, `mien: Serving on ${service.url}/\n`);
  });
}

Deno.test("serve.ts and src/cli/fetch.ts serve where DENO_SERVE_ADDRESS says", async () => {
  for (const args of [["run", "-A", "serve.ts"], ["serve", "-A", "src/cli/fetch.ts"]]) {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    listener.close();
    const child = new Deno.Command(Deno.execPath(), {
      args,
      cwd: new URL("../../", import.meta.url),
      env: { DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}`, MIEN_TOKEN: "sesame" },
      stdout: "null",
      stderr: "null",
    }).spawn();
    const headers = { authorization: "Bearer sesame", "content-type": "image/png" };
    const body = await picture("astronaut.png");
    const url = `http://127.0.0.1:${port}/predict`;
    let response: Response | undefined;
    for (let tries = 100; response === undefined && tries > 0; tries--) {
      response = await fetch(url, { method: "POST", headers, body }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal((await response?.json())?.faces[0].emotion, "happy");
    child.kill("SIGTERM");
    const { code } = await child.status;
    // How `deno serve` ends is up to Deno, and differed in 2.5.
    if (args[0] === "run") assert.equal(code, 0);
  }
});
