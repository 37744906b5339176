import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError, OptionError } from "../errors.ts";
import type { Command } from "./command.ts";
import { COMMON_OPTIONS } from "./common_options.ts";
import { helpText } from "./help_text.ts";
import { note, writeLine } from "./output.ts";
import { parseSettings } from "./parse_settings.ts";
import { recognize } from "./recognize.ts";
import { OPTIONS as RECOGNIZE_OPTIONS } from "./recognize_options.ts";
import { SUMMARIES } from "./summaries.ts";
import { isAnimated, terminalSize } from "./terminal.ts";

/** `mien demo`: shows the bundled clip. */
export const DEMO: Command = {
  summary: SUMMARIES.demo,
  usage: ["[options]"],
  about: [
    "In a terminal of at least 40 columns and 15 rows it plays the clip with its faces; " +
    "elsewhere, and where NO_COLOR is set, it prints what it sees.",
  ],
  examples: [["mien demo", "play the clip"], ["mien demo | cat", "print what it shows"]],
  options: { Options: COMMON_OPTIONS },
  exitCodes: "0 done, 2 wrong usage, 130 or 143 ended by Ctrl-C or SIGTERM.",
  run,
};

async function run(args: string[], signal: AbortSignal): Promise<number> {
  const { help, quiet, inputs } = parseSettings(args, COMMON_OPTIONS);
  if (help) return await writeLine(helpText(DEMO, "demo")), 0;
  if (inputs.length > 0) {
    throw new OptionError("option-invalid", "Cannot play the demo: it takes no input; see --help");
  }
  const clip = new URL("../../fixtures/webcam.mjpeg", import.meta.url);
  if (clip.protocol !== "file:") {
    throw new InputError("input-not-found", "Cannot play the demo: only a clone has its clip");
  }
  const path = fileURLToPath(clip);
  const shorter = relative(Deno.cwd(), path);
  const isPlayed = canPlay();
  const settings = parseSettings([
    shorter.startsWith("..") ? path : shorter,
    ...isPlayed ? ["--preview", "terminal"] : [],
    ...quiet ? ["--quiet"] : [],
  ], RECOGNIZE_OPTIONS);
  const code = await recognize(settings, signal, isPlayed);
  if (!quiet) note(next());
  return code;
}

function canPlay(): boolean {
  if (Deno.noColor || !Deno.stdout.isTerminal() || !isAnimated(Deno.stderr)) return false;
  const { columns, rows } = terminalSize();
  return columns >= 40 && rows >= 15;
}

/** What to try next, in the words that work here: in a clone, Mien need not be installed. */
function next(): string {
  const isInClone = Deno.mainModule === new URL("../../cli.ts", import.meta.url).href &&
    relative(Deno.cwd(), fileURLToPath(new URL("../../", import.meta.url))) === "";
  const mien = (flag: string) => isInClone ? `deno run ${flag} cli.ts` : "mien";
  return [
    "",
    "Try next:",
    `  ${mien("-R")} photo.jpg    a picture of yours`,
    `  ${mien("-A")} --camera     your camera, with ffmpeg`,
    `  ${mien("-A")} serve        a page in your browser`,
  ].join("\n");
}
