import { Newest } from "../async/newest.ts";
import type { Frame } from "../image/frame.ts";
import { detectFormat } from "../image/formats.ts";
import { type FrameRecognizer, type FrameStream, recognizeFrames } from "../pipeline.ts";
import type { Recognizer } from "../recognizer.ts";
import { decodePicture, pictureTypes } from "./decode_picture.ts";
import { free } from "./free.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import type { StreamOptions } from "./predict_options.ts";
import { Problem } from "./problem.ts";
import type { Turns } from "../parallel/turns.ts";

/** What the pictures of a stream need from the service. */
export interface StreamService {
  /** What the query asks for, already checked. */
  readonly options: StreamOptions;
  /** Gives a model of the service: loaded when first asked for, shared, not to be disposed. */
  recognizer(model: string): Promise<Recognizer>;
  /** One picture of all requests and streams is decoded and recognized at a time. */
  readonly turns: Turns;
  /** `maxBodyBytes` and `maxPixels` apply to every picture. */
  readonly limits: Readonly<Limits>;
  /** Where to count. */
  readonly metrics: Metrics;
  /** What the client is told about an error. */
  problemOf(error: unknown): Problem;
}

/** A picture as it arrived. */
interface Arrival {
  readonly bytes: Uint8Array;
  /** Its number among the pictures of the connection, from 0. */
  readonly index: number;
  /** When it arrived, in milliseconds. */
  readonly at: number;
}

/** The pictures of one connection. One is worked on; of those that wait, the newest is kept. */
export class StreamPictures implements FrameStream, Disposable {
  readonly #service: StreamService;
  readonly #send: (message: string) => Promise<void>;
  readonly #newest = new Newest<Arrival>();
  readonly #stop = new AbortController();
  #current: Arrival | undefined;
  /** The turn of the current picture, and its frame. */
  #held = new DisposableStack();
  #firstAt: number | undefined;
  #arrived = 0;

  /**
   * Starts to wait for pictures.
   *
   * @param service What the service lends.
   * @param send Sends a record or a problem, as JSON, for each picture that is not dropped. The next
   * picture waits until it has been sent.
   */
  constructor(service: StreamService, send: (message: string) => Promise<void>) {
    this.#service = service;
    this.#send = send;
    void this.#work();
  }

  /** How many pictures were dropped because newer ones had arrived. */
  get dropped(): number {
    return this.#newest.dropped;
  }

  /** Adds a picture. It replaces one that still waits. */
  add(bytes: Uint8Array): void {
    const at = performance.now();
    this.#firstAt ??= at;
    const replaced = this.#newest.put({ bytes, index: this.#arrived++, at });
    if (replaced === undefined) return;
    free(replaced.bytes);
    this.#count("dropped");
  }

  /** Gives the pictures that can be decoded; of the others the client is told. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Frame> {
    for (;; this.#current = await this.#newest.take(this.#stop.signal)) {
      let frame: Frame;
      try {
        frame = await this.#decode(this.#current!);
      } catch (error) {
        await this.#refuse(error);
        continue;
      }
      try {
        yield frame;
      } finally {
        this.#held.dispose();
      }
    }
  }

  /** Ends the work. */
  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  async #work(): Promise<void> {
    const { signal } = this.#stop;
    const { options: { model, baseline } } = this.#service;
    while (!signal.aborted) {
      try {
        this.#current = await this.#newest.take(signal);
        const recognizer = this.#inTurn(await this.#service.recognizer(model));
        for await (const { record } of recognizeFrames(recognizer, this, { baseline, signal })) {
          await this.#answer("answered", record);
        }
      } catch (error) {
        // A client that has gone away gets no answer.
        if (!signal.aborted) await this.#refuse(error).catch(() => {});
      }
    }
  }

  /** A recognizer that gives back the turn in which the frame was decoded. */
  #inTurn(recognizer: Recognizer): FrameRecognizer {
    const { options: { faces } } = this.#service;
    return {
      card: recognizer.card,
      recognize: async (frame) => {
        using _held = this.#held;
        return await recognizer.recognize(frame, faces);
      },
    };
  }

  /** Takes a turn and decodes a picture in it. */
  async #decode({ bytes, index, at }: Arrival): Promise<Frame> {
    const { limits: { maxPixels }, turns } = this.#service;
    using held = new DisposableStack();
    held.defer(() => free(bytes));
    const type = detectFormat(bytes)?.mediaType ?? "";
    if (!pictureTypes().some((known) => known === type)) {
      throw new Problem("type-unsupported", "Cannot read picture: it is not a JPEG, PNG or WebP");
    }
    held.use(await turns.take(this.#stop.signal));
    const place = { still: false, index, time: (at - this.#firstAt!) / 1000 };
    const frame = await decodePicture({ name: "-", type, bytes }, { ...place, maxPixels });
    held.defer(() => free(frame.data));
    this.#held = held.move();
    return { ...frame, capturedAt: at };
  }

  async #refuse(error: unknown): Promise<void> {
    this.#stop.signal.throwIfAborted();
    await this.#answer("refused", this.#service.problemOf(error).document);
  }

  async #answer(outcome: "answered" | "refused", message: unknown): Promise<void> {
    this.#count(outcome);
    const { metrics } = this.#service;
    metrics.observe("/stream", (performance.now() - this.#current!.at) / 1000);
    await this.#send(JSON.stringify(message));
  }

  #count(outcome: "answered" | "refused" | "dropped"): void {
    const help = "Pictures received over WebSockets.";
    this.#service.metrics.count("mien_stream_pictures_total", help, { outcome });
  }
}
