import type { ColorDepth } from "../draw/ansi_color.ts";
import { terminalPicture } from "../draw/terminal_picture.ts";
import { EnvironmentError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import { readEnv } from "../runtime/read_env.ts";
import type { Sink } from "./sink.ts";

/** What {@linkcode TerminalPreview} draws on. */
export interface Terminal {
  /** Its size, read before every picture. */
  size(): { columns: number; rows: number };
  /** Writes text. Frames are skipped until the promise is settled. */
  write(text: string): Promise<void>;
  /** How many colours it can show. */
  readonly depth: ColorDepth;
}

/** Over SSH, more pictures would only be late. */
const intervalMs = 1000 / 15;

/** Rows kept free below the picture, for the cursor and a line of other output. */
const rowsLeft = 2;

/**
 * Shows annotated frames in the terminal, in coloured half blocks, each in place of the last; stills
 * one below the other. Frames that come too fast for the terminal are skipped.
 *
 * @example
 * ```ts
 * import { createFrame } from "@mien/mien";
 * import { TerminalPreview } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * let screen = "";
 * {
 *   await using preview = TerminalPreview.open({
 *     depth: "256",
 *     size: () => ({ columns: 80, rows: 24 }),
 *     write: (text) => Promise.resolve(void (screen += text)),
 *   });
 *   const frame = createFrame("gray", 4, 2, new Uint8Array(8));
 *   preview.write({ source: "", frame: 0, time: 0, width: 4, height: 2, faces: [] }, frame);
 * }
 * assert.match(screen, /▀/);
 * ```
 */
export class TerminalPreview implements Sink {
  readonly #terminal: Terminal;
  #drawnAt = -Infinity;
  #rows = 0;
  #size = "";
  #writing: Promise<void> | undefined;
  #hasStarted = false;

  private constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /**
   * Opens a preview.
   *
   * @param terminal What to draw on. @default {standard error}
   * @returns The preview. Disposing it restores the cursor.
   * @throws {EnvironmentError} If standard error is not a terminal or cannot move its cursor.
   */
  static open(terminal: Terminal = standardError()): TerminalPreview {
    return new TerminalPreview(terminal);
  }

  /** Draws the frame, if the terminal is ready for it. */
  write(record: FrameResult, frame: Frame): void {
    const now = performance.now();
    if (!frame.still && (this.#writing !== undefined || now - this.#drawnAt < intervalMs)) return;
    this.#drawnAt = now;
    const { columns, rows } = this.#terminal.size();
    const space = { columns, rows: Math.max(1, rows - rowsLeft), depth: this.#terminal.depth };
    const lines = terminalPicture(frame, record, space);
    const size = `${columns}x${rows} ${frame.width}x${frame.height}`;
    // After a resize the terminal has wrapped the lines anew: there is no place to go back to.
    const start = this.#size === "" || frame.still
      ? "\r"
      : size === this.#size
      ? `\x1b[${this.#rows}A\r`
      : "\x1b[2J\x1b[H";
    [this.#rows, this.#size] = [lines.length, size];
    // Terminals that support synchronized updates show the picture once it is complete.
    const picture = lines.map((line) => `${line}\x1b[K\n`).join("");
    this.#write(`\x1b[?2026h${this.#hasStarted ? "" : "\x1b[?25l"}${start}${picture}\x1b[?2026l`);
    this.#hasStarted = true;
  }

  /** Waits for the last picture, so that what is written next stands below it. */
  async endSource(): Promise<void> {
    await this.#writing;
  }

  /** Restores the cursor, below the last picture. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#hasStarted) this.#write("\x1b[0m\x1b[?25h");
    await this.#writing;
  }

  #write(text: string): void {
    // The work goes on without the terminal.
    const writing = (this.#writing ?? Promise.resolve())
      .then(() => this.#terminal.write(text)).catch(() => {})
      .then(() => {
        if (this.#writing === writing) this.#writing = undefined;
      });
    this.#writing = writing;
  }
}

function standardError(): Terminal {
  if (!Deno.stderr.isTerminal() || readEnv("TERM") === "dumb") {
    throw new EnvironmentError(
      "display-missing",
      "Cannot show the preview: standard error is not a terminal that can draw",
    );
  }
  const depth = /^(truecolor|24bit)$/.test(readEnv("COLORTERM") ?? "") ? "24-bit" : "256";
  return {
    depth,
    size: () => Deno.consoleSize(),
    write: async (text) => {
      const bytes = new TextEncoder().encode(text);
      for (let written = 0; written < bytes.length;) {
        written += await Deno.stderr.write(bytes.subarray(written));
      }
    },
  };
}
