import { EnvironmentError, InputError, OptionError } from "../../errors.ts";
import { cameraArguments, type CameraMode, type CameraSystem } from "../camera/camera_arguments.ts";
import { cameraError } from "../camera/camera_error.ts";
import { liveArguments } from "../../ffmpeg/ffmpeg_arguments.ts";
import { ffmpegFrames } from "../../ffmpeg/ffmpeg_frames.ts";
import type { Frame } from "../../image/frame.ts";
import { hidePassword } from "../../ffmpeg/hide_password.ts";
import { canRead } from "../../runtime/can_read.ts";
import { listCameras } from "../camera/list_cameras.ts";
import type { LiveOpener } from "./live_frames.ts";

/** What to open, in a form that can be posted to a worker. */
export type LiveJob =
  & { readonly source: string; readonly maxPixels: number | undefined }
  & (
    | { readonly inputArguments: readonly string[] }
    | { readonly system: CameraSystem; readonly device?: string; readonly mode: CameraMode }
  );

/**
 * Makes the function that opens a camera or live input.
 *
 * @param job What to open.
 * @returns An opener for `openLiveSource`.
 */
export function liveOpener(job: LiveJob): LiveOpener {
  return (signal) => "system" in job ? cameraFrames(job, signal) : inputFrames(job, signal);
}

function inputFrames(
  { source, maxPixels, inputArguments }: Extract<LiveJob, { inputArguments: unknown }>,
  signal: AbortSignal,
): AsyncIterable<Frame> {
  return ffmpegFrames(source, {
    source,
    maxPixels,
    signal,
    args: liveArguments(inputArguments),
  });
}

async function* cameraFrames(
  job: Extract<LiveJob, { system: CameraSystem }>,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const { system, mode, maxPixels } = job;
  const device = job.device ?? await defaultCamera(system);
  yield* ffmpegFrames(device, {
    maxPixels,
    signal,
    args: liveArguments(cameraArguments(system, device, mode)),
    explain: (errors) => cameraError(device, errors),
  });
}

/** The usual path of the first camera, where they cannot be listed. */
const firstLinuxCamera = "/dev/video0";

/** The camera to open if none is named. */
async function defaultCamera(system: CameraSystem): Promise<string> {
  if (system === "darwin") return "default";
  // Deno would ask for all permissions, only to list them.
  if (system === "linux" && !canRead()) return firstLinuxCamera;
  try {
    const [first] = await listCameras(system);
    if (first !== undefined) return first.device;
  } catch (error) {
    if (system !== "linux" || !(error instanceof EnvironmentError)) throw error;
    return firstLinuxCamera;
  }
  throw new InputError("camera-not-found", "Cannot open a camera: there is none");
}

/**
 * The name of a live input: the value of the last `-i`, without passwords.
 *
 * @throws {OptionError} If there is no `-i` with a value.
 */
export function inputName(inputArguments: readonly string[]): string {
  const name = inputArguments[inputArguments.lastIndexOf("-i") + 1];
  if (!inputArguments.includes("-i") || name === undefined) {
    throw new OptionError(
      "option-invalid",
      `Cannot read live input: ffmpeg's arguments have no "-i" with a value`,
    );
  }
  return hidePassword(name);
}
