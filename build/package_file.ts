/**
 * Finds a file of an npm package, which Deno fetches if it is not there.
 *
 * @param specifier The file: `npm:NAME@VERSION/PATH`.
 * @returns Where it is.
 */
export async function packageFile(specifier: string): Promise<URL> {
  const [name] = /^npm:(@[^/]+\/)?[^/]+/.exec(specifier)!;
  // Deno knows the files of a package once something of it is imported.
  await import(`${name}/package.json`, { with: { type: "json" } });
  return new URL(import.meta.resolve(specifier));
}
