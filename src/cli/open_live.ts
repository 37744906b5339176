import { OptionError } from "../errors.ts";
import type { LiveFrames, Reconnection } from "../source/live/live_frames.ts";
import { openCamera } from "../source/camera/open_camera.ts";
import { openLiveInput } from "../source/live/open_live_input.ts";
import { splitArguments } from "./split_arguments.ts";
import { milliseconds, number, size } from "./option_values.ts";
import type { RecognizeOptions } from "./recognize_options.ts";

/**
 * Opens the camera or the live input that the user asked for.
 *
 * @param options What the user gave.
 * @param signal Ends the frames.
 * @param onReconnect Takes a line when the source is opened again.
 * @returns The frames, or nothing where no live source was asked for.
 * @throws {OptionError} If the options do not go together or a value is out of range.
 */
export async function openLive(
  options: RecognizeOptions,
  signal: AbortSignal,
  onReconnect: (line: string) => void,
): Promise<LiveFrames | undefined> {
  const { values, flags, inputs } = options;
  const given = values["input-args"];
  if (!flags.camera && given === undefined) {
    refuse(options, ["stall", "reconnect"], "without a live source: give --camera or --input-args");
    return undefined;
  }
  if ((flags.camera && given !== undefined) || inputs.length > (flags.camera ? 1 : 0)) {
    throw new OptionError(
      "option-invalid",
      "Cannot watch several live sources: give --camera with at most one device, or --input-args alone",
    );
  }
  refuse(options, ["from", "to", "pixel-format"], "with a live source: it has no such thing");
  const stallMs = milliseconds("stall", values.stall, "s");
  const maxPixels = number("max-pixels", values["max-pixels"], { least: 1, whole: true });
  const live = {
    signal,
    reconnect: flags.reconnect ?? false,
    onReconnect: ({ reason, delayMs }: Reconnection) =>
      onReconnect(`${reason}; opening it again in ${delayMs / 1000} s`),
    ...(stallMs !== undefined && { stallMs }),
    ...(maxPixels !== undefined && { maxPixels }),
  };
  if (given !== undefined) {
    refuse(options, ["fps", "size"], "with --input-args: put ffmpeg's own option into them");
    return openLiveInput(await splitArguments(given), live);
  }
  const fps = number("fps", values.fps, { least: 1 });
  const dimensions = size("size", values.size);
  return openCamera({
    ...live,
    ...(inputs[0] !== undefined && { device: inputs[0] }),
    ...(fps !== undefined && { fps }),
    ...(dimensions && { size: dimensions }),
  });
}

/** What would be without effect is a mistake. */
function refuse(
  { values, flags }: RecognizeOptions,
  names: readonly (keyof RecognizeOptions["values"])[],
  why: string,
): void {
  for (const name of names) {
    if (values[name] === undefined && flags[name] === undefined) continue;
    throw new OptionError("option-invalid", `Cannot use --${name} ${why}`);
  }
}
