import { type ColorDepth, colorSequence } from "../draw/ansi_color.ts";
import { emotionColor } from "../draw/emotion_colors.ts";
import { inkOn, parseColor } from "../draw/ink.ts";
import type { TextOptions } from "../record/text_lines.ts";
import { readEnv } from "../runtime/read_env.ts";

/** Whether a standard stream is a terminal that can move its cursor, as far as `TERM` may be read. */
export function isAnimated(stream: { isTerminal(): boolean }): boolean {
  return stream.isTerminal() && readEnv("TERM") !== "dumb";
}

/** The size of the terminal. */
export function terminalSize(): { columns: number; rows: number } {
  try {
    return Deno.consoleSize();
  } catch {
    return { columns: 80, rows: 24 }; // There is none, or it does not say.
  }
}

/**
 * How text is written to standard output: within its columns, and coloured unless `NO_COLOR` or a dumb
 * terminal forbids it.
 *
 * @returns Nothing for a file or pipe.
 */
export function textOnTerminal(): Pick<TextOptions, "columns" | "paint"> {
  if (!Deno.stdout.isTerminal()) return {};
  const { columns } = terminalSize();
  return Deno.noColor || !isAnimated(Deno.stdout) ? { columns } : { columns, paint };
}

/** How many colours the terminal has, as far as `COLORTERM` may be read. */
export function colorDepth(): ColorDepth {
  return /^(truecolor|24bit)$/.test(readEnv("COLORTERM") ?? "") ? "24-bit" : "256";
}

/** A label on the colour that it has in pictures, anything else faint. */
function paint(text: string, emotion?: string): string {
  if (emotion === undefined) return `\x1b[2m${text}\x1b[0m`;
  const color = emotionColor(emotion), depth = colorDepth();
  const back = colorSequence(48, parseColor(color), depth);
  return `${colorSequence(38, parseColor(inkOn(color)), depth)}${back}${text}\x1b[0m`;
}
