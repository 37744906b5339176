import { EnvironmentError } from "../errors.ts";
import type { Frame } from "../frame/frame.ts";
import type { FrameResult } from "../recognizer.ts";
import { Overlay } from "./overlay.ts";
import { type Program, startProgram } from "./program.ts";
import { rawInputArguments } from "./raw_input_arguments.ts";
import type { Sink } from "./sink.ts";

const action = "Cannot show the preview";
const instead = ", or use --preview terminal";

/** The player shows a frame as soon as it has it, for it thinks that it is late. */
const playerRate = 1000;

/** Larger frames are shown smaller. */
const largest = { width: 1280, height: 800 };

/** So long the player may take to end after its last frame. */
const patienceMs = 2000;

/**
 * Shows annotated frames in a window, by ffplay, which needs `--allow-run=ffplay`. A player that is
 * too slow gets the newest frame when it is ready for one. A picture stays until its window is
 * closed.
 */
export class WindowPreview implements Sink {
  /** Settled when the user has closed the window. */
  readonly closed: Promise<void>;
  readonly #overlay: Overlay;
  readonly #signal: AbortSignal | undefined;
  readonly #onClosed: () => void;
  #player: Player | undefined;
  #isClosed = false;
  #failure: EnvironmentError | undefined;

  private constructor(overlay: Overlay, signal: AbortSignal | undefined) {
    this.#overlay = overlay;
    this.#signal = signal;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#onClosed = resolve;
  }

  /**
   * Begins a preview. The window comes with the first frame.
   *
   * @param options `signal` closes the window in the end, even one that shows a picture.
   * @returns The preview.
   * @throws {EnvironmentError} If ffplay or the permission to run it is missing.
   */
  static async open(options: { signal?: AbortSignal } = {}): Promise<WindowPreview> {
    await startProgram("ffplay", ["-version"], { action, instead }).ended;
    return new WindowPreview(await Overlay.load(), options.signal);
  }

  /** Whether the user has closed the window. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Shows a frame, if the player is ready for one before the next comes.
   *
   * @throws {EnvironmentError} If there is no display or the player has failed.
   */
  async write(record: FrameResult, frame: Frame): Promise<void> {
    this.#throwFailure();
    if (this.#isClosed) return;
    if (this.#player?.takes(frame) === false) {
      const last = this.#player;
      this.#player = undefined;
      await last.end(patienceMs);
    }
    this.#player ??= this.#start(frame);
    this.#player.show(this.#overlay.draw(frame, record));
  }

  /**
   * Closes the window, or waits until the user has closed that of a picture.
   *
   * @throws {EnvironmentError} If there is no display or the player has failed, and `write` did not
   * say so.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    const player = this.#player;
    this.#player = undefined;
    await player?.end(player.isStill ? Infinity : patienceMs, this.#signal);
    if (!this.#signal?.aborted) this.#throwFailure();
  }

  /** Once is enough. */
  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure === undefined) return;
    this.#isClosed = true;
    throw failure;
  }

  #start(frame: Frame): Player {
    const player = new Player(frame);
    player.program.ended.then(({ success }) => {
      if (success && this.#player === player) {
        this.#isClosed = true;
        this.#onClosed();
      } else if (!success && !player.isKilled) {
        const state = player.program.log.lastError ?? "ffplay ended without a message";
        this.#failure = /SDL|DISPLAY/.test(state)
          ? new EnvironmentError(
            "display-missing",
            `${action}: there is no display, use --preview terminal or --output FILE`,
          )
          : new EnvironmentError("ffmpeg-failed", `${action}: ${state}`);
      }
    });
    return player;
  }
}

/** ffplay, fed with frames of one size. */
class Player {
  readonly program: Program;
  readonly isStill: boolean;
  /** Whether its end is our doing. */
  isKilled = false;
  readonly #first: Frame;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #newest: Frame | undefined;
  #feeding: Promise<void> | undefined;

  constructor(first: Frame) {
    this.#first = first;
    this.isStill = first.still;
    this.program = startProgram("ffplay", playerArguments(first), {
      action,
      instead,
      isFed: true,
      env: videoDriver(),
    });
    this.#writer = this.program.child.stdin.getWriter();
  }

  /** Whether a frame is like the first. */
  takes({ width, height, format, still }: Frame): boolean {
    const first = this.#first;
    return width === first.width && height === first.height && format === first.format &&
      still === first.still;
  }

  show(frame: Frame): void {
    this.#newest = frame;
    this.#feeding ??= this.#feed().finally(() => this.#feeding = undefined);
  }

  async end(patienceMs: number, signal?: AbortSignal): Promise<void> {
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    const timer = patienceMs === Infinity ? undefined : setTimeout(resolve, patienceMs);
    const stop = (): void => resolve();
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", stop);
    const done = (async () => {
      await this.#feeding;
      await this.#writer.close().catch(() => {});
      await this.program.ended;
    })();
    await Promise.race([done, enough]);
    signal?.removeEventListener("abort", stop);
    clearTimeout(timer);
    this.isKilled = true;
    try {
      this.program.child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await done;
  }

  async #feed(): Promise<void> {
    try {
      for (let frame = this.#newest; frame !== undefined; frame = this.#newest) {
        this.#newest = undefined;
        await this.#writer.write(frame.data);
      }
    } catch {
      // The player has gone: its end tells why.
    }
  }
}

function playerArguments(frame: Frame): string[] {
  const { width, height, still } = frame;
  const scale = Math.min(1, largest.width / width, largest.height / height);
  return [
    ...["-hide_banner", "-nostats", "-loglevel", "level+error"],
    ...["-probesize", "32", "-analyzeduration", "0"],
    ...["-window_title", `Mien: ${frame.source === "-" ? "standard input" : frame.source}`],
    ...(scale < 1
      ? ["-x", `${Math.round(width * scale)}`, "-y", `${Math.round(height * scale)}`]
      : []),
    ...(still ? [] : ["-autoexit"]),
    ...rawInputArguments(frame, playerRate),
  ];
}

/** Without a display SDL would draw on nothing at all, and not tell. */
function videoDriver(): Record<string, string> {
  if (Deno.build.os !== "linux") return {};
  const get = (variable: string): string | undefined => {
    const { state } = Deno.permissions.querySync({ name: "env", variable });
    return state === "granted" ? Deno.env.get(variable) : undefined;
  };
  const isWaylandOnly = get("WAYLAND_DISPLAY") !== undefined && get("DISPLAY") === undefined;
  return { SDL_VIDEODRIVER: get("SDL_VIDEODRIVER") ?? (isWaylandOnly ? "wayland" : "x11") };
}
