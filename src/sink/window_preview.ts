import { Overlay } from "../draw/overlay.ts";
import { EnvironmentError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import { PreviewPlayer } from "./preview_player.ts";
import type { Sink } from "./sink.ts";

/** How long the player may take to end after its last frame. */
const patienceMs = 2000;

/** Options of {@linkcode WindowPreview.open}. */
export interface WindowPreviewOptions {
  /** Closes the window when the preview is disposed, even one that shows a still. */
  signal?: AbortSignal;
  /** Called once if there is no display or the player fails. After that nothing is shown. */
  onProblem?: (problem: EnvironmentError) => void;
}

/**
 * Shows annotated frames in a window, with ffplay. A slow player gets the newest frame whenever it is
 * ready for one. A still stays until the user closes its window.
 *
 * @example Watch the first camera (not run by the tests)
 * ```ts ignore
 * import { Recognizer } from "@mien/mien";
 * import { WindowPreview } from "@mien/mien/output";
 * import { openCamera } from "@mien/mien/video";
 *
 * using recognizer = await Recognizer.load();
 * await using preview = await WindowPreview.open();
 * for await (const frame of openCamera()) {
 *   await preview.write(await recognizer.recognize(frame), frame);
 *   if (preview.isClosed) break;
 * }
 * ```
 */
export class WindowPreview implements Sink {
  /** Settled when the user has closed the window. */
  readonly closed: Promise<void>;
  readonly #overlay: Overlay;
  readonly #options: WindowPreviewOptions;
  readonly #onClosed: () => void;
  #player: PreviewPlayer | undefined;
  #isClosed = false;

  private constructor(overlay: Overlay, options: WindowPreviewOptions) {
    this.#overlay = overlay;
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#onClosed = resolve;
  }

  /**
   * Opens a preview. The window appears with the first frame.
   *
   * @param options When to close, and how to report a failure.
   * @returns The preview.
   * @throws {EnvironmentError} If ffplay or the permission to run it is missing.
   */
  static async open(options: WindowPreviewOptions = {}): Promise<WindowPreview> {
    await PreviewPlayer.check();
    return new WindowPreview(await Overlay.load(), options);
  }

  /** Whether the preview is over: the user has closed the window or the player has failed. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Shows a frame, unless the next one comes before the player is ready for it. */
  async write(record: FrameResult, frame: Frame): Promise<void> {
    if (this.#player?.takes(frame) === false) {
      const last = this.#player;
      this.#player = undefined;
      await last.end(patienceMs);
    }
    if (this.#isClosed) return;
    this.#player ??= this.#start(frame);
    this.#player?.show(this.#overlay.draw(frame, record));
  }

  /** Does nothing: the window stays open for the next source. */
  endSource(): void {}

  /** Closes the window. That of a still stays until the user closes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    const player = this.#player;
    this.#player = undefined;
    await player?.end(player.isStill ? Infinity : patienceMs, this.#options.signal);
  }

  #start(frame: Frame): PreviewPlayer | undefined {
    let player: PreviewPlayer;
    try {
      player = new PreviewPlayer(frame);
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      this.#fail(error);
      return undefined;
    }
    player.ended.then((failure) => {
      if (failure !== undefined) this.#fail(failure);
      else if (this.#player === player) {
        this.#isClosed = true;
        this.#onClosed();
      }
    });
    return player;
  }

  #fail(problem: EnvironmentError): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (!this.#options.signal?.aborted) this.#options.onProblem?.(problem);
  }
}
