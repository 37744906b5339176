import type { EnvironmentError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import { Overlay } from "../draw/overlay.ts";
import { PreviewPlayer } from "./preview_player.ts";
import type { Sink } from "./sink.ts";

/** So long the player may take to end after its last frame. */
const patienceMs = 2000;

/**
 * Shows annotated frames in a window, by ffplay, which needs `--allow-run=ffplay`. A player that is
 * too slow gets the newest frame when it is ready for one. A picture stays until its window is
 * closed.
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
  readonly #signal: AbortSignal | undefined;
  readonly #onClosed: () => void;
  #player: PreviewPlayer | undefined;
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
    await PreviewPlayer.check();
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

  /** Says it once; after that nothing is shown. */
  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure === undefined) return;
    this.#isClosed = true;
    throw failure;
  }

  #start(frame: Frame): PreviewPlayer {
    const player = new PreviewPlayer(frame);
    player.ended.then((failure) => {
      this.#failure ??= failure;
      if (failure !== undefined || this.#player !== player) return;
      this.#isClosed = true;
      this.#onClosed();
    });
    return player;
  }
}
