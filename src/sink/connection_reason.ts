/**
 * Why a connection failed. If several addresses were tried, as for `localhost`, the error itself says
 * nothing but holds one error for each.
 *
 * @param error The error that the connection ended with, if any.
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
