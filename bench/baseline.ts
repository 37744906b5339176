/** The commit of version 0.1.0. */
const commit = "194f213";

/**
 * Checks out version 0.1.0 and installs what it needs.
 *
 * @param folder The destination, which must not exist yet.
 * @returns URL of the folder, with a slash at its end.
 */
export async function checkOutBaseline(folder: string): Promise<URL> {
  const root = new URL("..", import.meta.url).pathname;
  await run("git", ["clone", "--quiet", "--shared", "--no-checkout", root, folder]);
  await run("git", ["-C", folder, "checkout", "--quiet", commit]);
  await run(Deno.execPath(), ["install", "--quiet", "--frozen"], folder);
  return new URL(`file://${folder}/`);
}

async function run(program: string, args: string[], cwd = "."): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args, cwd, stdout: "null" })
    .output();
  if (!success) throw new Error(`${program} ${args[0]}: ${new TextDecoder().decode(stderr)}`);
}
