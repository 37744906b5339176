/** Limits of a request and of the service. All sizes are checked before anything is decoded. */
export interface Limits {
  /**
   * Bytes of a request's body or of a WebSocket message. Deno buffers a message of up to 64 MiB
   * before it can be refused: keep strangers out with a token or a proxy. @default {10_485_760}
   */
  maxBodyBytes: number;
  /** Pixels of a picture, as its header says. @default {12_600_000} */
  maxPixels: number;
  /** Pictures in a form. @default {16} */
  maxPictures: number;
  /**
   * Bodies that may arrive at the same time. If there are more, or if they take more bytes than the
   * largest bodies of `maxRequests`, the one that has been arriving for longest gets 503.
   * @default {128}
   */
  maxBodies: number;
  /** Requests to `/predict` whose bodies have come; further ones get 503. @default {8} */
  maxRequests: number;
  /** WebSockets at the same time; further ones get 503. @default {8} */
  maxStreams: number;
  /** Milliseconds from the start of a request to its answer, waiting included. @default {15_000} */
  deadlineMs: number;
  /** Milliseconds within which a body must arrive. @default {10_000} */
  bodyMs: number;
}

/** Limits for a small instance: 2 cores, 768 MB. */
export const defaultLimits: Readonly<Limits> = {
  maxBodyBytes: 10 * 1024 * 1024,
  maxPixels: 12_600_000,
  maxPictures: 16,
  maxBodies: 128,
  maxRequests: 8,
  maxStreams: 8,
  deadlineMs: 15_000,
  bodyMs: 10_000,
};
