import { temporaryFolder } from "./temporary.ts";

/** A disk of 128 KiB. Disposing of it unmounts it. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
}

/** Whether a small disk can be mounted here: by root, or with sudo without a password. */
export async function canMount(): Promise<boolean> {
  await using folder = await temporaryFolder();
  await using disk = await mountSmall(folder.path);
  return disk !== undefined;
}

/** Mounts a small disk in a folder, or returns undefined where none can be mounted. */
export async function mountSmall(folder: string): Promise<SmallDisk | undefined> {
  const path = `${folder}/disk`;
  await Deno.mkdir(path);
  if (!await asRoot("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", path)) return undefined;
  return { path, [Symbol.asyncDispose]: async () => void await asRoot("umount", path) };
}

async function asRoot(...command: string[]): Promise<boolean> {
  return await succeeds(command) || await succeeds(["sudo", "-n", ...command]);
}

async function succeeds([program, ...args]: string[]): Promise<boolean> {
  try {
    const options = { args, stdin: "null", stdout: "null", stderr: "null" } as const;
    return (await new Deno.Command(program!, options).output()).success;
  } catch {
    return false; // It is not installed.
  }
}
