import { listCameras } from "../source/camera/list_cameras.ts";
import { note, writeLine } from "./output.ts";

/**
 * `cli.ts --list-cameras`: prints each camera's device and name.
 *
 * @returns The exit code: 1 if there is no camera.
 */
export async function printCameras(): Promise<number> {
  const cameras = await listCameras();
  for (const { device, name } of cameras) await writeLine(`${device}  ${name}`);
  if (cameras.length === 0) note("mien: No camera found");
  return cameras.length === 0 ? 1 : 0;
}
