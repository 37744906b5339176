import { EnvironmentError, messageOf } from "../../errors.ts";
import { isNotCapable } from "../../runtime/not_capable.ts";
import type { CameraSystem } from "./camera_arguments.ts";
import { type Camera, parseCameraList } from "./parse_camera_list.ts";
import { startProgram } from "../../ffmpeg/start_program.ts";

/**
 * Lists the cameras of this machine. On Linux it needs all permissions, because Deno guards `/dev`;
 * on macOS and Windows it needs ffmpeg and the permission to run it.
 *
 * Of a Linux camera with several devices, such as one for metadata, only the first is listed.
 *
 * @param system The operating system. @default {that of this machine}
 * @returns The cameras in the system's order.
 * @throws {EnvironmentError} If a permission or ffmpeg is missing, or the system is not supported.
 */
export function listCameras(system: CameraSystem = cameraSystem()): Promise<Camera[]> {
  return system === "linux" ? listV4lCameras("/dev", "/sys/class/video4linux") : askFfmpeg(system);
}

/**
 * The operating system of this machine.
 *
 * @throws {EnvironmentError} If its cameras cannot be read (`system-unsupported`).
 */
export function cameraSystem(os: string = Deno.build.os): CameraSystem {
  if (os === "linux" || os === "darwin" || os === "windows") return os;
  throw new EnvironmentError(
    "system-unsupported",
    `Cannot open a camera on ${os}: only Linux, macOS and Windows are supported`,
  );
}

/**
 * Lists the Linux cameras.
 *
 * @param devices Where the devices are: `/dev`.
 * @param about Where the kernel describes them: `/sys/class/video4linux`.
 * @returns The cameras by number.
 * @throws {EnvironmentError} If the devices cannot be listed.
 */
export async function listV4lCameras(devices: string, about: string): Promise<Camera[]> {
  const numbers: number[] = [];
  try {
    for await (const { name } of Deno.readDir(devices)) {
      const number = /^video(\d+)$/.exec(name)?.[1];
      if (number !== undefined) numbers.push(Number(number));
    }
  } catch (cause) {
    if (isNotCapable(cause)) {
      const message = `Cannot list cameras: reading ${devices} is not permitted`;
      throw new EnvironmentError("permission-missing", message, { cause, permission: "all" });
    }
    const message = `Cannot list cameras: ${messageOf(cause)}`;
    throw new EnvironmentError("input-unreadable", message, { cause });
  }
  const cameras: Camera[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const device = `${devices}/video${number}`;
    if (Number(await read(`${about}/video${number}/index`)) > 0) continue;
    cameras.push({ device, name: await read(`${about}/video${number}/name`) || device });
  }
  return cameras;
}

/** What a file of the kernel says, or nothing where there is none, as in some containers. */
async function read(path: string): Promise<string> {
  try {
    return (await Deno.readTextFile(path)).trim();
  } catch {
    return "";
  }
}

async function askFfmpeg(system: "darwin" | "windows"): Promise<Camera[]> {
  const input = system === "darwin" ? ["-f", "avfoundation"] : ["-f", "dshow"];
  const name = system === "darwin" ? "" : "dummy";
  const args = ["-nostdin", "-hide_banner", "-list_devices", "true", ...input, "-i", name];
  const said: string[] = [];
  const onLine = (line: string): void => void said.push(line);
  await startProgram("ffmpeg", args, { action: "Cannot list cameras", onLine }).ended;
  if (said.some((line) => line.includes("Unknown input format"))) {
    const message = "Cannot list cameras: this ffmpeg was built without camera support";
    throw new EnvironmentError("ffmpeg-incomplete", message);
  }
  return parseCameraList(system, said.join("\n"));
}
