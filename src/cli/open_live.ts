import { OptionError } from "../errors.ts";
import type { LiveFrames, Reconnection } from "../source/live/live_frames.ts";
import { isEndless } from "../ffmpeg/is_endless.ts";
import { FrameSampler } from "../stream/frame_sampler.ts";
import { optionName } from "./option_name.ts";
import { pick } from "./pick.ts";
import { OPTIONS, type RecognizeSettings } from "./recognize_options.ts";
import { splitArguments } from "./split_arguments.ts";

/**
 * Opens the camera or the live input that the user asked for, or the URL that is live by itself.
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
  const url = camera || inputArgs !== undefined ? undefined : await liveUrl(settings, signal);
  if (!camera && inputArgs === undefined && url === undefined) {
    const ways = "--camera, --input-args or a URL such as rtsp://HOST/1";
    refuse(settings, ["reconnect"], `without a live source: give ${ways}`);
    return undefined;
  }
  if (more.length > 0 || (inputArgs !== undefined && (camera || device !== undefined))) {
    throw new OptionError(
      "option-invalid",
      "Cannot watch several live sources: give --camera with at most one device, or --input-args or a live URL alone",
    );
  }
  refuse(settings, ["from", "to", "pixelFormat"], "with a live source");
  const live = {
    ...pick(settings, "stallMs", "maxPixels", "reconnect"),
    signal,
    onReconnect: ({ reason, delayMs }: Reconnection) =>
      onReconnect(`${reason}; opening it again in ${delayMs / 1000} s`),
  };
  if (url !== undefined) {
    refuse(settings, ["size"], "with a live URL");
    const { openLiveInput } = await import("../source/live/open_live_input.ts");
    return sampled(openLiveInput(["-i", url], live), settings.fps);
  }
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

/** The input that is live by itself, if there is one. */
async function liveUrl(
  { inputs, stallMs }: RecognizeSettings,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const input of inputs) {
    if (await isEndless(input, { stallMs, signal })) return input;
  }
  return undefined;
}

/** Takes some frames per second of a live source. */
function sampled(frames: LiveFrames, fps: number | undefined): LiveFrames {
  if (fps === undefined) return frames;
  const sampler = new FrameSampler({ fps });
  return {
    durationS: undefined,
    get received() {
      return frames.received;
    },
    get dropped() {
      return frames.dropped;
    },
    async *[Symbol.asyncIterator]() {
      for await (const frame of frames) if (sampler.next(frame.time) === "take") yield frame;
    },
  };
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
