import { EnvironmentError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import { squareFrame } from "../image/square_frame.ts";
import { kill } from "../ffmpeg/kill.ts";
import { type Program, startProgram } from "../ffmpeg/start_program.ts";
import { readEnv } from "../runtime/read_env.ts";
import { rawInputArguments } from "../ffmpeg/raw_input_arguments.ts";

const action = "Cannot show the preview";

/** So high that the player thinks every frame is late and shows it at once. */
const playerRate = 1000;

/** Larger frames are scaled down to this. */
const largest = { width: 1280, height: 800 };

/** A running ffplay that shows frames of one size. */
export class PreviewPlayer {
  /** Settled when the player has ended, with the error if it failed by itself. */
  readonly ended: Promise<EnvironmentError | undefined>;
  /** Whether it shows a still. */
  readonly isStill: boolean;
  readonly #first: Frame;
  readonly #program: Program;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #isKilled = false;
  #newest: Frame | undefined;
  #feeding: Promise<void> | undefined;

  /**
   * Starts the player.
   *
   * @param first The first frame, with the size and layout of all others.
   */
  constructor(first: Frame) {
    this.#first = first;
    this.isStill = first.still;
    this.#program = startProgram("ffplay", playerArguments(first), {
      action,
      stdin: true,
      env: videoDriver(),
    });
    this.#writer = this.#program.child.stdin.getWriter();
    this.ended = this.#program.ended.then(({ success }) =>
      success || this.#isKilled ? undefined : failure(this.#program.log.lastError)
    );
  }

  /**
   * Makes sure that ffplay can be run.
   *
   * @throws {EnvironmentError} If ffplay or the permission to run it is missing.
   */
  static async check(): Promise<void> {
    await startProgram("ffplay", ["-version"], { action }).ended;
  }

  /** Whether a frame has the size and layout of the first. */
  takes({ width, height, format, still }: Frame): boolean {
    const first = this.#first;
    return width === first.width && height === first.height && format === first.format &&
      still === first.still;
  }

  /** Shows a frame once the player is ready for it, unless a newer one comes first. */
  show(frame: Frame): void {
    this.#newest = frame;
    this.#feeding ??= this.#feed().finally(() => this.#feeding = undefined);
  }

  /**
   * Lets the player show its last frame and end.
   *
   * @param patienceMs After this time it is killed.
   * @param signal Kills it at once.
   */
  async end(patienceMs: number, signal?: AbortSignal): Promise<void> {
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    const timer = patienceMs === Infinity ? undefined : setTimeout(resolve, patienceMs);
    const stop = (): void => resolve();
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", stop);
    const done = (async () => {
      await this.#feeding;
      await this.#writer.close().catch(() => {});
      await this.ended;
    })();
    await Promise.race([done, enough]);
    signal?.removeEventListener("abort", stop);
    clearTimeout(timer);
    this.#isKilled = true;
    kill(this.#program.child);
    await done;
  }

  async #feed(): Promise<void> {
    try {
      for (let frame = this.#newest; frame !== undefined; frame = this.#newest) {
        this.#newest = undefined;
        await this.#writer.write(frame.data);
      }
    } catch {
      // The player has ended: `ended` says why.
    }
  }
}

function failure(said = "ffplay ended without a message"): EnvironmentError {
  return /SDL|DISPLAY/.test(said)
    ? new EnvironmentError("display-missing", `${action}: there is no display`)
    : new EnvironmentError("ffmpeg-failed", `${action}: ${said}`);
}

function playerArguments(frame: Frame): string[] {
  const { still, pixelAspect = 1 } = frame, { width, height } = squareFrame(frame);
  const scale = Math.min(1, largest.width / width, largest.height / height);
  return [
    ...["-hide_banner", "-nostats", "-loglevel", "level+error"],
    ...["-probesize", "32", "-analyzeduration", "0"],
    ...["-window_title", `Mien: ${frame.source === "-" ? "standard input" : frame.source}`],
    ...(scale < 1
      ? ["-x", `${Math.round(width * scale)}`, "-y", `${Math.round(height * scale)}`]
      : []),
    ...(still ? [] : ["-autoexit"]),
    ...(pixelAspect === 1 ? [] : ["-vf", `setsar=${pixelAspect}:max=65535`]),
    ...rawInputArguments(frame, playerRate),
  ];
}

/** Named here because without a display SDL would silently draw nothing. */
function videoDriver(): Record<string, string> {
  if (Deno.build.os !== "linux") return {};
  const isWaylandOnly = readEnv("WAYLAND_DISPLAY") !== undefined &&
    readEnv("DISPLAY") === undefined;
  return { SDL_VIDEODRIVER: readEnv("SDL_VIDEODRIVER") ?? (isWaylandOnly ? "wayland" : "x11") };
}
