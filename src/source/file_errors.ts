import { EnvironmentError, InputError, messageOf, MienError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";

/**
 * Does something with a file, and turns what the system throws into errors of ours.
 *
 * @param path The file, for the message.
 * @param action What to do.
 * @returns What the action returns.
 */
export async function fileErrors<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw explainFileError(path, error);
  }
}

/** Turns what the system has thrown about a file into an error of ours. */
export function explainFileError(path: string, cause: unknown): unknown {
  if (cause instanceof MienError) return cause;
  if (isNotCapable(cause)) {
    return new EnvironmentError(
      "permission-missing",
      `Cannot read ${path}: reading files is not permitted`,
      { cause, permission: "read" },
    );
  }
  if (cause instanceof Deno.errors.NotFound) {
    return new InputError("input-not-found", `Cannot read ${path}: there is no such file`, {
      cause,
    });
  }
  return new InputError("input-unreadable", `Cannot read ${path}: ${messageOf(cause)}`, { cause });
}

/** Whether an error comes from the system: a folder that is read as a file, a disk that fails. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^E[A-Z]+$/.test(String(error.code));
}
