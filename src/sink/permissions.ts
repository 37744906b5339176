import { EnvironmentError } from "../errors.ts";

/**
 * Asks for a permission.
 *
 * @param descriptor The permission.
 * @param message What the error says if it is refused: `Cannot ...: running ffplay is not permitted`.
 * @throws {EnvironmentError} If it is refused (`permission-missing`).
 */
export async function requestPermission(
  descriptor: Deno.PermissionDescriptor,
  message: string,
): Promise<void> {
  const { state } = await Deno.permissions.request(descriptor);
  if (state !== "granted") throw permissionError(descriptor, message);
}

/**
 * Makes the error for a missing permission.
 *
 * @param descriptor The permission.
 * @param message What the error says.
 * @param options The cause.
 * @returns The error.
 *
 * @example
 * ```ts
 * import { permissionError } from "./permissions.ts";
 * import assert from "node:assert/strict";
 *
 * const { permission } = permissionError({ name: "write", path: "a.svg" }, "Cannot write a.svg");
 * assert.equal(permission, "write=a.svg");
 * ```
 */
export function permissionError(
  { name, ...scope }: Deno.PermissionDescriptor,
  message: string,
  options: ErrorOptions = {},
): EnvironmentError {
  const permission = [name, ...Object.values(scope)].join("=");
  return new EnvironmentError("permission-missing", message, { ...options, permission });
}
