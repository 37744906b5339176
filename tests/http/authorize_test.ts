import { Buffer } from "node:buffer";
import { authorize } from "../../src/http/authorize.ts";
import assert from "node:assert/strict";

function ask(headers: Record<string, string>): void {
  authorize(new Request("http://localhost/stream", { headers }), "s3cret/+~");
}

Deno.test("authorize() accepts the token in the header or, for browsers, in a subprotocol", () => {
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

Deno.test("authorize() accepts every request if no token is set", () => {
  authorize(new Request("http://localhost/"), undefined);
});
