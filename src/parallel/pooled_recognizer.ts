import { EnvironmentError } from "../errors.ts";
import { type EncodedPicture, toFrame } from "../image/encoded_picture.ts";
import type { Frame } from "../image/frame.ts";
import type { ModelCard } from "../model/card.ts";
import type { FrameObserver, FrameRecognizer, Observation } from "../pipeline.ts";
import type { RecognizeOptions } from "../recognizer.ts";
import type { FrameResult } from "../result.ts";
import type { PostedModel, Task } from "./messages.ts";
import { Turns } from "./turns.ts";
import type { WorkerPool } from "./worker_pool.ts";
import type { Answer } from "./worker_thread.ts";

/** What a {@linkcode PooledRecognizer} works with. */
export interface PooledRecognizerParts {
  readonly card: ModelCard;
  readonly model: PostedModel;
  /** The workers, which others may use too. */
  readonly pool: WorkerPool;
  /**
   * Works on this thread until a worker is ready, and no worker is started for a single picture.
   * @default {everything waits for the workers}
   */
  readonly first?: FrameRecognizer;
}

/** A recognizer that decodes and recognizes pictures in workers. */
export class PooledRecognizer implements FrameRecognizer, FrameObserver {
  readonly #parts: PooledRecognizerParts;
  readonly #turns = new Turns();
  #count = 0;

  constructor(parts: PooledRecognizerParts) {
    this.#parts = parts;
  }

  /** The card of the emotion model. */
  get card(): ModelCard {
    return this.#parts.card;
  }

  /** One frame for each worker, and one that waits. */
  get width(): number {
    return this.#parts.pool.size + 1;
  }

  /** See {@linkcode FrameRecognizer.recognize}. */
  async recognize(
    picture: Frame | EncodedPicture,
    options: RecognizeOptions = {},
    signal?: AbortSignal,
  ): Promise<FrameResult> {
    return (await this.#run({ picture, options, wantsFrame: false }, signal)).record;
  }

  /** See {@linkcode FrameObserver.observe}. */
  async observe(picture: Frame | EncodedPicture, signal?: AbortSignal): Promise<Observation> {
    const { first, pool } = this.#parts;
    if (first !== undefined && ++this.#count === 2) pool.start();
    if (first !== undefined && !pool.isReady) {
      using _turn = await this.#turns.take(signal);
      const frame = await toFrame(picture);
      return { frame, record: await first.recognize(frame) };
    }
    const task = { picture, options: {}, wantsFrame: "bytes" in picture };
    const { record, frame = picture as Frame } = await this.#run(task, signal);
    return { record, frame };
  }

  async #run(task: Task, signal?: AbortSignal): Promise<Answer> {
    const { pool, model } = this.#parts;
    try {
      return await pool.run(model, task, signal);
    } catch (error) {
      const isNative = error instanceof EnvironmentError && error.permission !== undefined;
      if (!isNative || !("bytes" in task.picture)) throw error;
      // Native code can decode it, which runs on this thread only.
      const frame = await toFrame(task.picture);
      const { record } = await pool.run(model, { ...task, picture: frame }, signal);
      return { record, frame };
    }
  }
}
