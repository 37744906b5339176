import { createHandler } from "../../src/http/handler.ts";
import { serveUntil } from "../../src/http/serve_until.ts";
import assert from "node:assert/strict";

const { signal } = new AbortController();

Deno.test("serveUntil() refuses an unavailable address", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const cases = [
    {
      hostname: "127.0.0.1",
      port,
      message: /^Cannot serve on .*: another program has that port$/,
    },
    { hostname: "192.0.2.1", message: /: this machine has no such address$/ },
    { hostname: "2.x", message: /^Cannot serve on 2\.x:8000: / },
  ];
  for (const { message, ...address } of cases) {
    await assert.rejects(serveUntil(createHandler(), { ...address, signal }), {
      name: "EnvironmentError",
      code: "address-unavailable",
      message,
    });
  }
});

Deno.test(
  "serveUntil() names the permission to listen",
  { permissions: { net: false } },
  async () => {
    await assert.rejects(serveUntil(createHandler(), { hostname: "127.0.0.1", signal }), {
      code: "permission-missing",
      permission: "net=127.0.0.1:8000",
    });
  },
);
