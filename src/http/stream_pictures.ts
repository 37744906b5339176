import { defaultDetectEffort } from "../face/detect_effort.ts";
import type { RecognizeOptions } from "../recognizer.ts";
import { Newest } from "../async/newest.ts";
import type { EncodedPicture } from "../image/encoded_picture.ts";
import { detectFormat } from "../image/formats.ts";
import {
  type FrameObserver,
  type FrameStream,
  type Observation,
  recognizeFrames,
} from "../pipeline.ts";
import { free } from "./free.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import type { StreamOptions } from "./predict_options.ts";
import { observePicture, pictureTypes } from "./observe_picture.ts";
import { Problem } from "./problem.ts";

/** What the pictures of a stream need from the service. */
export interface StreamService {
  /** What the query asks for, already checked. */
  readonly options: StreamOptions;
  /** Gives what recognizes pictures with a model of the service, which is loaded when first asked for. */
  observer(model: string): Promise<FrameObserver>;
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

  /** Gives the pictures, in the order in which they are to be worked on. */
  async *[Symbol.asyncIterator](): AsyncGenerator<EncodedPicture> {
    for (;; this.#current = await this.#newest.take(this.#stop.signal)) {
      const { bytes, index, at } = this.#current!;
      const { maxPixels } = this.#service.limits;
      const place = { still: false, index, time: (at - this.#firstAt!) / 1000 };
      yield { bytes, options: { ...place, maxPixels }, capturedAt: at };
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
        const observer = this.#oneByOne(await this.#service.observer(model));
        for await (
          const { record, frame } of recognizeFrames(observer, this, { baseline, signal })
        ) {
          free(frame.data);
          await this.#answer("answered", record);
        }
      } catch (error) {
        // A client that has gone away gets no answer.
        if (!signal.aborted) await this.#refuse(error).catch(() => {});
      }
    }
  }

  /** An observer that works on one picture at a time, and leaves out those that cannot be decoded. */
  #oneByOne(observer: FrameObserver): FrameObserver {
    const { options: { faces } } = this.#service;
    return {
      card: observer.card,
      detect: faces.detect ?? observer.detect ?? defaultDetectEffort,
      width: 1,
      observe: async (picture, where) => {
        try {
          return await this.#observe(observer, picture as EncodedPicture, { ...faces, ...where });
        } catch (error) {
          await this.#refuse(error);
          return undefined;
        } finally {
          free((picture as EncodedPicture).bytes);
        }
      },
    };
  }

  async #observe(
    observer: FrameObserver,
    { bytes, options, capturedAt }: EncodedPicture,
    faces: RecognizeOptions,
  ): Promise<Observation | undefined> {
    const type = detectFormat(bytes)?.mediaType ?? "";
    if (!pictureTypes().some((known) => known === type)) {
      throw new Problem(
        "type-unsupported",
        "Cannot read picture: it is of no format that the service reads",
      );
    }
    const picture = { name: "-", type, bytes, capturedAt: capturedAt! };
    // What a client leaves behind is finished, as that is cheaper than another worker.
    return await observePicture(observer, picture, options, faces);
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
