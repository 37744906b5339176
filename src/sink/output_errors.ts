import { EnvironmentError, messageOf } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";

/**
 * Does something with a file that is being written and puts what the system says against it in our
 * words.
 *
 * @param path The file, for the message.
 * @param action What to do.
 * @returns What the action returns.
 * @throws {EnvironmentError} If the action fails.
 */
export async function outputErrors<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (isNotCapable(cause)) {
      const reason = `it needs the permission --allow-write=${path}`;
      throw new EnvironmentError("permission-missing", `Cannot write ${path}: ${reason}`, {
        cause,
      });
    }
    const reason = cause instanceof Deno.errors.NotFound
      ? "there is no such folder"
      : messageOf(cause);
    throw new EnvironmentError("output-unwritable", `Cannot write ${path}: ${reason}`, { cause });
  }
}

/**
 * Makes sure, before the work, that a file can be written after it.
 *
 * @param path The file, which is created if it is not there and else left as it is.
 * @throws {EnvironmentError} If it cannot be written.
 */
export async function touchOutput(path: string): Promise<void> {
  const options = { write: true, create: true };
  await outputErrors(path, async () => (await Deno.open(path, options)).close());
}
