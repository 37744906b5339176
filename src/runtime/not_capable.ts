/** Whether an error means that Deno's permissions forbid an action. Other run times have none. */
export function isNotCapable(error: unknown): boolean {
  return error instanceof Error && error.name === "NotCapable";
}
