import { defaultDetectEffort, type DetectEffort } from "../face/detect_effort.ts";
import type { EncodedPicture } from "../image/encoded_picture.ts";
import type { Frame } from "../image/frame.ts";
import type { ModelCard } from "../model/card.ts";
import type { FrameObserver, FrameRecognizer, Observation } from "../pipeline.ts";
import type { RecognizeOptions } from "../recognizer.ts";
import type { FrameResult } from "../result.ts";
import type { PostedModel } from "./messages.ts";
import type { ThreadRecognizer } from "./thread_recognizer.ts";
import type { WorkerPool } from "./worker_pool.ts";

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
  readonly first?: ThreadRecognizer;
}

/** A recognizer that decodes and recognizes pictures in workers. */
export class PooledRecognizer implements FrameRecognizer, FrameObserver {
  readonly #parts: Omit<PooledRecognizerParts, "first">;
  #first: ThreadRecognizer | undefined;
  #count = 0;

  constructor({ first, ...parts }: PooledRecognizerParts) {
    this.#first = first;
    this.#parts = parts;
  }

  /** The card of the emotion model. */
  get card(): ModelCard {
    return this.#parts.card;
  }

  /** How hard it looks for small faces. */
  get detect(): DetectEffort {
    return this.#parts.model.options.detect ?? defaultDetectEffort;
  }

  /** One frame for each worker, and one that waits. */
  get width(): number {
    return this.#parts.pool.size + 1;
  }

  /** See {@linkcode FrameRecognizer.recognize}. */
  async recognize(frame: Frame, options: RecognizeOptions = {}): Promise<FrameResult> {
    return (await this.observe(frame, options)).record;
  }

  /** See {@linkcode FrameObserver.observe}. */
  async observe(
    picture: Frame | EncodedPicture,
    options: RecognizeOptions = {},
    signal?: AbortSignal,
  ): Promise<Observation> {
    const { pool, model } = this.#parts;
    if (this.#first !== undefined) {
      if (++this.#count === 2) pool.start();
      if (!pool.isReady) return await this.#first.observe(picture, options, signal);
      this.#first = undefined; // Its memory is not needed any more.
    }
    const task = { picture, options };
    const { record, frame = picture as Frame, steps } = await pool.run(model, task, signal);
    return { record, frame, steps };
  }
}
