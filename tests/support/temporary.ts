/** A temporary folder. Disposing of it removes it. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** Makes a temporary folder. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Registers a test with a temporary folder. */
export function testIn(name: string, test: (folder: string) => Promise<void>): void {
  Deno.test(name, async () => {
    await using folder = await temporaryFolder();
    await test(folder.path);
  });
}

/** The entries of a folder, sorted. */
export function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}
