import { EnvironmentError, messageOf } from "../../errors.ts";
import { isNotCapable } from "../../runtime/not_capable.ts";
import type { CameraSystem } from "./camera_arguments.ts";
import { cameraError } from "./camera_error.ts";
import { parseCameraList } from "./parse_camera_list.ts";
import { startFfmpeg } from "../../ffmpeg/start_ffmpeg.ts";

/** A camera of this machine. */
export interface Camera {
  /** What `openCamera` takes. */
  readonly device: string;
  /** What people call it. */
  readonly name: string;
}

/**
 * The cameras of this machine. Linux needs the permission `--allow-all`, as Deno guards `/dev`;
 * macOS and Windows need ffmpeg and `--allow-run=ffmpeg`.
 *
 * Of a Linux device that shows as several, such as pictures and metadata, only the first is listed.
 *
 * @param system Where.
 * @returns The cameras, the system's first one first.
 * @throws {EnvironmentError} If a permission or ffmpeg is missing.
 */
export function listCameras(system: CameraSystem = cameraSystem()): Promise<Camera[]> {
  return system === "linux" ? listV4lCameras("/dev", "/sys/class/video4linux") : askFfmpeg(system);
}

/**
 * The system that this program runs on.
 *
 * @throws {EnvironmentError} If it is one whose cameras cannot be read.
 */
export function cameraSystem(os: string = Deno.build.os): CameraSystem {
  if (os === "linux" || os === "darwin" || os === "windows") return os;
  throw new EnvironmentError(
    "ffmpeg-failed",
    `Cannot open a camera on ${os}: give ffmpeg's own arguments with --input-args`,
  );
}

/**
 * The Linux cameras among the files of two folders.
 *
 * @param devices Where the devices are: `/dev`.
 * @param about Where the kernel describes them: `/sys/class/video4linux`.
 * @returns The cameras by number.
 */
export async function listV4lCameras(devices: string, about: string): Promise<Camera[]> {
  const numbers: number[] = [];
  try {
    for await (const { name } of Deno.readDir(devices)) {
      const number = /^video(\d+)$/.exec(name)?.[1];
      if (number !== undefined) numbers.push(Number(number));
    }
  } catch (cause) {
    const isDenied = isNotCapable(cause);
    throw new EnvironmentError(
      isDenied ? "permission-missing" : "engine-failed",
      `Cannot list cameras: ${
        isDenied ? `reading ${devices} needs the permission --allow-all` : messageOf(cause)
      }`,
      { cause },
    );
  }
  const cameras: Camera[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const device = `${devices}/video${number}`;
    if (Number(await read(`${about}/video${number}/index`)) > 0) continue;
    cameras.push({ device, name: await read(`${about}/video${number}/name`) || device });
  }
  return cameras;
}

/** What the kernel says, or nothing where it says nothing, as in some containers. */
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
  const child = startFfmpeg(args, "Cannot list cameras");
  const said = new TextDecoder().decode((await child.output()).stderr);
  if (/Unknown input format/.test(said)) throw cameraError(system, "list", said.split("\n"));
  return parseCameraList(system, said);
}
