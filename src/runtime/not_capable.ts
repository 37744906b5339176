/** Whether an error says that Deno's permissions forbid what was tried. Elsewhere nothing says so. */
export function isNotCapable(error: unknown): boolean {
  return error instanceof Error && error.name === "NotCapable";
}
