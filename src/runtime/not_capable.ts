/** Whether an error means that Deno's permissions forbid an action. Other run times have none. */
export function isNotCapable(error: unknown): boolean {
  // A module that may not be imported is a TypeError.
  return error instanceof Error &&
    (error.name === "NotCapable" ||
      error instanceof TypeError && error.message.startsWith("Requires read access"));
}
