/** What one request and one instance may take. All sizes are checked before anything is decoded. */
export interface Limits {
  /**
   * Bytes of a request's body, or of a WebSocket message, which Deno holds whole, up to 64 MiB,
   * before it can be refused: let strangers in with a token, or through a proxy. @default {10_485_760}
   */
  maxBodyBytes: number;
  /** Pixels of a picture, by its header. @default {12_600_000} */
  maxPixels: number;
  /** Pictures of a request. @default {16} */
  maxPictures: number;
  /** Requests to `/predict` that are read, wait or are worked on at the same time. @default {8} */
  maxRequests: number;
  /** WebSockets at the same time. @default {8} */
  maxStreams: number;
  /** Milliseconds from a request's head to its answer, waiting included. @default {15_000} */
  deadlineMs: number;
  /** Milliseconds in which a body has to arrive. @default {10_000} */
  bodyMs: number;
}

/** The limits of a small instance: 2 cores, 512 MB. */
export const defaultLimits: Readonly<Limits> = {
  maxBodyBytes: 10 * 1024 * 1024,
  maxPixels: 12_600_000,
  maxPictures: 16,
  maxRequests: 8,
  maxStreams: 8,
  deadlineMs: 15_000,
  bodyMs: 10_000,
};
