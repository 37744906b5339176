import { OptionError } from "../errors.ts";
import type { LiveFrames, Reconnection } from "../source/live/live_frames.ts";
import { optionName } from "./option_name.ts";
import { pick } from "./pick.ts";
import { OPTIONS, type RecognizeSettings } from "./recognize_options.ts";
import { splitArguments } from "./split_arguments.ts";

/**
 * Opens the camera or the live input that the user asked for.
 *
 * @param settings What the user asked for.
 * @param signal Ends the frames.
 * @param onReconnect Takes a line when the source is opened again.
 * @returns The frames, or undefined where no live source was asked for.
 * @throws {OptionError} If the options contradict each other or a value is out of range.
 */
export async function openLive(
  settings: RecognizeSettings,
  signal: AbortSignal,
  onReconnect: (line: string) => void,
): Promise<LiveFrames | undefined> {
  const { camera, inputArgs, inputs: [device, ...more] } = settings;
  if (!camera && inputArgs === undefined) {
    refuse(
      settings,
      ["stallMs", "reconnect"],
      "without a live source: give --camera or --input-args",
    );
    return undefined;
  }
  if (more.length > 0 || (inputArgs !== undefined && (camera || device !== undefined))) {
    throw new OptionError(
      "option-invalid",
      "Cannot watch several live sources: give --camera with at most one device, or --input-args alone",
    );
  }
  refuse(settings, ["from", "to", "pixelFormat"], "with a live source");
  const live = {
    ...pick(settings, "stallMs", "maxPixels", "reconnect"),
    signal,
    onReconnect: ({ reason, delayMs }: Reconnection) =>
      onReconnect(`${reason}; opening it again in ${delayMs / 1000} s`),
  };
  if (inputArgs !== undefined) {
    refuse(settings, ["fps", "size"], "with --input-args: put ffmpeg's own option into them");
    const { openLiveInput } = await import("../source/live/open_live_input.ts");
    return openLiveInput(await splitArguments(inputArgs), live);
  }
  const { openCamera } = await import("../source/camera/open_camera.ts");
  return openCamera({
    ...live,
    ...pick(settings, "fps", "size"),
    ...(device !== undefined && { device }),
  });
}

/** Refuses options that would have no effect. */
function refuse(
  settings: RecognizeSettings,
  keys: readonly (keyof typeof OPTIONS & keyof RecognizeSettings)[],
  why: string,
): void {
  for (const key of keys) {
    const option = OPTIONS[key];
    const unset = option.kind === "flag" ? false : "default" in option ? option.default : undefined;
    if (settings[key] === unset) continue;
    throw new OptionError("option-invalid", `Cannot use --${optionName(key, option)} ${why}`);
  }
}
