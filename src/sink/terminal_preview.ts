import { EnvironmentError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import type { ColorDepth } from "../draw/ansi_color.ts";
import type { Sink } from "./sink.ts";
import { terminalPicture } from "../draw/terminal_picture.ts";

/** What the preview draws on. The default is standard error. */
export interface Terminal {
  /** Columns and rows, asked before every picture. */
  size(): { columns: number; rows: number };
  /** Writes; the next picture is left out while this has not been settled. */
  write(text: string): Promise<void>;
  /** How many colours it has. */
  readonly depth: ColorDepth;
}

/** Over SSH more pictures only come late. */
const intervalMs = 1000 / 15;

/** Below the picture, for the cursor and a line of somebody else's. */
const rowsLeft = 2;

/**
 * Shows annotated frames in the terminal, in coloured half blocks, each in the place of the one
 * before; pictures one below the other. Frames that come too fast for the terminal are left out.
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
   * Begins a preview.
   *
   * @param terminal What to draw on.
   * @returns The preview. Its disposal gives the cursor back.
   * @throws {EnvironmentError} If standard error is no terminal, or one that cannot move its cursor.
   */
  static open(terminal: Terminal = standardError()): TerminalPreview {
    return new TerminalPreview(terminal);
  }

  /** Draws, if it is time to. */
  write(record: FrameResult, frame: Frame): void {
    const now = performance.now();
    if (!frame.still && (this.#writing !== undefined || now - this.#drawnAt < intervalMs)) return;
    this.#drawnAt = now;
    const { columns, rows } = this.#terminal.size();
    const space = { columns, rows: Math.max(1, rows - rowsLeft), depth: this.#terminal.depth };
    const lines = terminalPicture(frame, record, space);
    const size = `${columns}x${rows} ${frame.width}x${frame.height}`;
    // Where lines have been broken anew, there is no place to go back to.
    const start = this.#size === "" || frame.still
      ? "\r"
      : size === this.#size
      ? `\x1b[${this.#rows}A\r`
      : "\x1b[2J\x1b[H";
    [this.#rows, this.#size] = [lines.length, size];
    // Terminals that know of it show the picture when it is whole.
    const picture = lines.map((line) => `${line}\x1b[K\n`).join("");
    this.#write(`\x1b[?2026h${this.#hasStarted ? "" : "\x1b[?25l"}${start}${picture}\x1b[?2026l`);
    this.#hasStarted = true;
  }

  /** Gives the cursor back, below the last picture. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#hasStarted) this.#write("\x1b[0m\x1b[?25h");
    await this.#writing;
  }

  #write(text: string): void {
    // A terminal that has gone away is no reason to stop.
    const writing = (this.#writing ?? Promise.resolve())
      .then(() => this.#terminal.write(text)).catch(() => {})
      .then(() => {
        if (this.#writing === writing) this.#writing = undefined;
      });
    this.#writing = writing;
  }
}

function standardError(): Terminal {
  if (!Deno.stderr.isTerminal() || environment("TERM") === "dumb") {
    throw new EnvironmentError(
      "display-missing",
      "Cannot show the preview: standard error is not a terminal that can draw, leave out --preview or use --output FILE",
    );
  }
  const depth = /^(truecolor|24bit)$/.test(environment("COLORTERM") ?? "") ? "24-bit" : "256";
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

/** A variable, where it may be read. */
function environment(variable: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}
