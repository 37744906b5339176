/** Whether all files may be read. */
export function canRead(): boolean {
  return Deno.permissions.querySync({ name: "read" }).state === "granted";
}
