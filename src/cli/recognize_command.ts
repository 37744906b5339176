import config from "../../deno.json" with { type: "json" };
import type { Command } from "./command.ts";
import { helpText } from "./help_text.ts";
import { writeLine } from "./output.ts";
import { parseSettings } from "./parse_settings.ts";
import { printCameras } from "./print_cameras.ts";
import { printModels } from "./print_models.ts";
import { recognize } from "./recognize.ts";
import { OPTION_GROUPS, OPTIONS } from "./recognize_options.ts";

/** `mien`: prints what the frames of the inputs show. */
export const RECOGNIZE: Command = {
  summary: "Name the emotion on every face in pictures, videos and live streams",
  usage: ["[options] [INPUT...]", "COMMAND [options]"],
  about: [
    "INPUT is a picture, a video, a folder or glob of pictures, or a URL that ffmpeg reads. " +
    "Without INPUT, frames are read from standard input: PPM, PGM, YUV4MPEG2, MJPEG, PNG, raw " +
    "video with --size and --pixel-format, or anything that ffmpeg reads.",
    'In a clone, write "deno run -A cli.ts" for mien, or make it a command with "deno task ' +
    'install". Deno asks for permissions that are missing.',
    'An expression is not a feeling: read "Limits and responsible use" in README.md.',
  ],
  examples: [
    ["mien photo.jpg", "a picture"],
    ["mien 'album/**/*.jpg' -f csv > faces.csv", "many, as a table"],
    ["mien talk.mp4 -o annotated.mp4 --timeline talk.html", "a video, with ffmpeg"],
    ["mien --camera --preview terminal", "a camera, live"],
    ["ffmpeg -i talk.mp4 -f yuv4mpegpipe - | mien", "a pipe"],
  ],
  options: OPTION_GROUPS,
  exitCodes: "0 done, 1 an input or an output failed (the others went on), 2 wrong usage, 130 or " +
    "143 ended by Ctrl-C or SIGTERM.",
  run,
};

async function run(args: string[], signal: AbortSignal): Promise<number> {
  const settings = parseSettings(args, OPTIONS);
  const { version, help, listModels, listCameras, camera, inputArgs, inputs } = settings;
  if (version) return await writeLine(`mien ${config.version}`), 0;
  if (listModels) return await printModels();
  if (listCameras) return await printCameras();
  const isEmpty = !camera && inputArgs === undefined && inputs.length === 0;
  if (help || isEmpty && Deno.stdin.isTerminal()) return await writeLine(helpText(RECOGNIZE)), 0;
  return await recognize(settings, signal);
}
