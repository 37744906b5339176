/**
 * Why a connection is not there. Where several addresses were tried in vain, as of `localhost`, the
 * error itself says nothing, but has one for each.
 *
 * @param error What the connection ended with, if anything.
 * @returns The reason.
 *
 * @example
 * ```ts
 * import { connectionReason } from "./connection_reason.ts";
 * import assert from "node:assert/strict";
 *
 * const each = ["127.0.0.1", "::1"].map((address) => new Error(`connect ECONNREFUSED ${address}`));
 * assert.equal(connectionReason(new AggregateError(each)), "connect ECONNREFUSED 127.0.0.1");
 * ```
 */
export function connectionReason(error?: Error & { code?: string }): string {
  const first = error instanceof AggregateError ? error.errors[0] : undefined;
  return error?.message || first?.message || error?.code || "the connection was closed";
}
