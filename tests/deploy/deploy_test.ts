import { validate } from "npm:dockerfile-utils@0.16.3";
import { parse } from "npm:yaml@2.9.1";
import { fileURLToPath } from "node:url";
import { picture } from "../support/service.ts";
import assert from "node:assert/strict";

const root = new URL("../../", import.meta.url);
const read = (name: string) => Deno.readTextFile(new URL(`deploy/${name}`, root));

Deno.test("deploy/Dockerfile has no faults, and its user is not root", async () => {
  const text = await read("Dockerfile");
  assert.deepEqual(validate(text).map(({ message }) => message), []);
  const user = /^USER (\d+)/m.exec(text)?.[1];
  assert.ok(Number(user) > 0, user);
});

Deno.test("the command of deploy/Dockerfile serves with the permissions that it has", async () => {
  const [, json] = /^CMD (\[.*\])$/m.exec(await read("Dockerfile"))!;
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = free.addr as Deno.NetAddr;
  free.close();
  const args = (JSON.parse(json!) as string[]).map((arg) =>
    arg.replaceAll("8000", String(port)).replace("=/mien", `=${fileURLToPath(root)}`)
  );
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args, "--port", String(port)],
    cwd: root,
    env: { MIEN_TOKEN: "sesame", NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  for (let log = ""; !log.includes("Serving on ");) {
    const { value, done } = await reader.read();
    assert.ok(!done, log);
    log += value;
  }
  const response = await fetch(`http://127.0.0.1:${port}/predict`, {
    method: "POST",
    headers: { authorization: "Bearer sesame", "content-type": "image/png" },
    body: await picture("astronaut.png"),
  });
  const { faces } = await response.json();
  child.kill("SIGTERM");
  await reader.cancel();
  assert.equal((await child.status).code, 0);
  assert.equal(faces[0].emotion, "happy");
});

Deno.test("deploy/compose.yaml gives no service more than it needs", async () => {
  const { services } = parse(await read("compose.yaml"));
  assert.deepEqual(Object.keys(services), ["mien", "caddy"]);
  for (const [name, service] of Object.entries<Record<string, unknown>>(services)) {
    assert.equal(service.read_only, true, name);
    assert.deepEqual(service.cap_drop, ["ALL"], name);
    assert.deepEqual(service.security_opt, ["no-new-privileges:true"], name);
    assert.ok(!service.privileged && !service.network_mode, name);
  }
  assert.equal(services.mien.ports, undefined);
  for (const file of [services.mien.build.dockerfile, "deploy/Caddyfile"]) {
    await Deno.stat(new URL(file, root));
  }
});
