import { Buffer } from "node:buffer";
import { authorize } from "../../src/http/authorize.ts";
import assert from "node:assert/strict";

function ask(headers: Record<string, string>): void {
  authorize(new Request("http://localhost/stream", { headers }), "s3cret/+~");
}

Deno.test("authorize() takes the token from the header or, as browsers need it, from the subprotocol", () => {
  const encoded = Buffer.from("s3cret/+~").toString("base64url");
  ask({ authorization: "Bearer s3cret/+~" });
  ask({ "sec-websocket-protocol": `mien, bearer.${encoded}` });
  ask({ "sec-websocket-protocol": `bearer.${encoded},mien` });
  for (
    const headers of [
      {},
      { authorization: "" },
      { authorization: "s3cret/+~" },
      { authorization: "Bearer s3cret/+" },
      { authorization: "Bearer s3cret/+~ s3cret/+~" },
      { "sec-websocket-protocol": "mien" },
      { "sec-websocket-protocol": "bearer.s3cret" },
      { "sec-websocket-protocol": `xbearer.${encoded}` },
    ]
  ) {
    assert.throws(() => ask(headers), { type: "token-missing" }, JSON.stringify(headers));
  }
});

Deno.test("authorize() lets everybody in where there is no token", () => {
  authorize(new Request("http://localhost/"), undefined);
});
