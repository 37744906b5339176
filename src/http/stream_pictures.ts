import { detectFormat } from "../image/formats.ts";
import type { FrameResult } from "../result.ts";
import { Tracker } from "../track/tracker.ts";
import { pictureTypes, recognizePicture } from "./recognize_picture.ts";
import { free } from "./free.ts";
import { Problem } from "./problem.ts";
import type { StreamContext } from "./stream.ts";

/** A picture as it came. */
interface Arrival {
  readonly bytes: Uint8Array;
  /** Counts the pictures of the connection, from 0. */
  readonly index: number;
  /** When it came, in milliseconds. */
  readonly at: number;
}

/** The pictures of one connection: one is worked on, the newest of the others waits. */
export class StreamPictures implements Disposable {
  readonly #context: StreamContext;
  readonly #send: (message: string) => Promise<void>;
  readonly #stop = new AbortController();
  #newest: Arrival | undefined;
  #tracker: Tracker | undefined;
  #isWorking = false;
  #firstAt: number | undefined;
  #arrived = 0;
  #dropped = 0;

  /**
   * @param context What the service lends.
   * @param send Gets a record or a problem, as JSON, for each picture that is not dropped; the next
   * picture waits for it.
   */
  constructor(context: StreamContext, send: (message: string) => Promise<void>) {
    this.#context = context;
    this.#send = send;
  }

  /** Takes a picture, in place of one that still waits. */
  take(bytes: Uint8Array): void {
    const at = performance.now();
    this.#firstAt ??= at;
    if (this.#newest !== undefined) this.#drop();
    this.#newest = { bytes, index: this.#arrived++, at };
    if (!this.#isWorking) void this.#work();
  }

  /** Ends the work. */
  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#newest = undefined;
  }

  #drop(): void {
    this.#dropped++;
    this.#count("dropped");
  }

  #count(outcome: string): void {
    const help = "Pictures that came over WebSockets.";
    this.#context.metrics.count("mien_stream_pictures_total", help, { outcome });
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    while (this.#newest !== undefined) {
      const arrival = this.#newest;
      this.#newest = undefined;
      const message = await this.#answer(arrival);
      free(arrival.bytes);
      if (this.#stop.signal.aborted) return;
      this.#context.metrics.observe("/stream", (performance.now() - arrival.at) / 1000);
      await this.#send(JSON.stringify(message));
    }
    this.#isWorking = false;
  }

  async #answer(arrival: Arrival): Promise<unknown> {
    try {
      const record = await this.#recognize(arrival);
      this.#count("answered");
      const latencyMs = Math.round(performance.now() - arrival.at);
      return { ...record, latencyMs, dropped: this.#dropped };
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#count("refused");
      return await this.#context.problemOf(error).toResponse().json();
    }
  }

  async #recognize({ bytes, index, at }: Arrival): Promise<FrameResult> {
    const { options: { model, faces }, limits: { maxPixels }, turns } = this.#context;
    const recognizer = await this.#context.recognizer(model);
    this.#tracker ??= new Tracker(recognizer.card);
    const type = detectFormat(bytes)?.mediaType;
    if (type === undefined || !pictureTypes().includes(type)) {
      throw new Problem("type-unsupported", "Cannot read picture: it is no JPEG, PNG or WebP");
    }
    const place = { still: false, index, time: (at - this.#firstAt!) / 1000 };
    const picture = { name: "-", type, bytes };
    const record = await turns.run(
      () => recognizePicture(recognizer, picture, { ...place, maxPixels }, faces),
      this.#stop.signal,
    );
    return this.#tracker.update(record);
  }
}
