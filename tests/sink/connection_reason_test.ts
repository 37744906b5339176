import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type LookupFunction } from "node:net";
import { connectionReason } from "../../src/sink/connection_reason.ts";

Deno.test("connectionReason() explains why none of several addresses can be reached", async () => {
  const addresses = [{ address: "127.0.0.1", family: 4 }, { address: "::1", family: 6 }];
  const lookup = ((_name, _options, give) => give(null, addresses)) as LookupFunction;
  const socket = connect({ host: "two", port: 1, lookup, autoSelectFamily: true });
  const [error] = await once(socket, "error");
  assert.equal(error.message, "");
  assert.equal(connectionReason(error), "connect ECONNREFUSED 127.0.0.1:1");
});

Deno.test("connectionReason() has a reason for every end", () => {
  assert.equal(connectionReason(new Error("no")), "no");
  assert.equal(connectionReason(Object.assign(new Error(), { code: "ETIMEDOUT" })), "ETIMEDOUT");
  assert.equal(connectionReason(new AggregateError([])), "the connection was closed");
  assert.equal(connectionReason(), "the connection was closed");
});
