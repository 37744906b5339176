import { type Step, timed } from "../async/step.ts";
import type { DetectEffort } from "../face/detect_effort.ts";
import { type EncodedPicture, toFrame } from "../image/encoded_picture.ts";
import type { Frame } from "../image/frame.ts";
import type { ModelCard } from "../model/card.ts";
import type { FrameObserver, Observation } from "../pipeline.ts";
import type { RecognizeOptions, Recognizer } from "../recognizer.ts";
import { Turns } from "./turns.ts";

/** Decodes and recognizes pictures on this thread, in the order in which they come. */
export class ThreadRecognizer implements FrameObserver {
  readonly width = 1;
  readonly #recognizer: Recognizer;
  readonly #turns: Turns;

  /**
   * @param recognizer What recognizes the frames.
   * @param turns The turns of all that work on this thread.
   */
  constructor(recognizer: Recognizer, turns: Turns = new Turns()) {
    this.#recognizer = recognizer;
    this.#turns = turns;
  }

  /** The card of the emotion model. */
  get card(): ModelCard {
    return this.#recognizer.card;
  }

  /** How hard it looks for small faces. */
  get detect(): DetectEffort {
    return this.#recognizer.detect;
  }

  /** See {@linkcode FrameObserver.observe}. */
  async observe(
    picture: Frame | EncodedPicture,
    options: RecognizeOptions = {},
    signal?: AbortSignal,
  ): Promise<Observation> {
    using _turn = await this.#turns.take(signal);
    const steps: Step[] = [];
    const frame = await timed("decode", steps, () => toFrame(picture));
    return { frame, record: await this.#recognizer.recognize(frame, options, steps), steps };
  }
}
