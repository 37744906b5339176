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
  /** Requests to `/predict` at the same time; further ones get 503. @default {8} */
  maxRequests: number;
  /** WebSockets at the same time; further ones get 503. @default {8} */
  maxStreams: number;
  /** Milliseconds from the start of a request to its answer, waiting included. @default {15_000} */
  deadlineMs: number;
  /** Milliseconds within which a body must arrive. @default {10_000} */
  bodyMs: number;
}

/** Limits for a small instance: 2 cores, 512 MB. */
export const defaultLimits: Readonly<Limits> = {
  maxBodyBytes: 10 * 1024 * 1024,
  maxPixels: 12_600_000,
  maxPictures: 16,
  maxRequests: 8,
  maxStreams: 8,
  deadlineMs: 15_000,
  bodyMs: 10_000,
};
