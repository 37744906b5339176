import { EnvironmentError, messageOf } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { permissionError } from "./permissions.ts";

/**
 * Runs an action that writes a file and turns its errors into ours.
 *
 * @param path The file, for the message.
 * @param action Writes the file.
 * @returns What the action returns.
 * @throws {EnvironmentError} If the action fails.
 */
export async function outputErrors<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (isNotCapable(cause)) {
      const message = `Cannot write ${path}: writing to it is not permitted`;
      throw permissionError({ name: "write", path }, message, { cause });
    }
    const reason = cause instanceof Deno.errors.NotFound
      ? "there is no such folder"
      : messageOf(cause).replace(/ \(os error \d+\).*$/, "");
    throw new EnvironmentError("output-unwritable", `Cannot write ${path}: ${reason}`, { cause });
  }
}
