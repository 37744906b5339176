/** What went wrong with a request. Stable across releases. */
export type ProblemName = keyof typeof PROBLEMS;

/** The status and title of every problem. */
export const PROBLEMS = {
  "body-empty": [400, "The body is empty"],
  "body-invalid": [400, "The body does not match its content type"],
  "address-invalid": [400, "The address of the request is invalid"],
  "handshake-invalid": [400, "The WebSocket handshake is invalid"],
  "query-invalid": [400, "A query parameter is unknown or out of range"],
  "token-missing": [401, "A valid token is required"],
  "origin-forbidden": [403, "Pages of this origin may not use the service"],
  "not-found": [404, "There is nothing at this address"],
  "model-not-found": [404, "There is no model with this name"],
  "method-not-allowed": [405, "This address does not accept this method"],
  "body-slow": [408, "The body took too long to arrive"],
  "body-too-large": [413, "The body is too large"],
  "picture-too-large": [413, "The picture has too many pixels"],
  "too-many-pictures": [413, "The request has too many pictures"],
  "type-unsupported": [415, "The type of the picture is not supported"],
  "picture-invalid": [422, "The picture is damaged"],
  "host-unknown": [421, "The service does not have this name"],
  "upgrade-required": [426, "This address accepts only WebSockets"],
  "internal": [500, "The service failed"],
  "stream-unsupported": [501, "The service cannot open WebSockets where it runs"],
  "busy": [503, "The service has too much work"],
  "closing": [503, "The service is shutting down"],
  "deadline": [504, "The answer took too long"],
} as const satisfies Record<string, readonly [number, string]>;

/** An error that the client is told about, as a problem document (RFC 9457). */
export class Problem extends Error {
  /** Which problem. */
  readonly type: ProblemName;
  /** Further headers of the response. */
  readonly headers: Record<string, string>;

  /**
   * @param type Which problem.
   * @param detail What happened here, for people.
   * @param headers Further headers of the response, such as `retry-after`.
   */
  constructor(type: ProblemName, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.name = "Problem";
    this.type = type;
    this.headers = headers;
  }

  /** The status of the answer. */
  get status(): number {
    return PROBLEMS[this.type][0];
  }

  /** The problem document. */
  get document(): { type: string; title: string; status: number; detail: string } {
    const [status, title] = PROBLEMS[this.type];
    return { type: `urn:mien:problem:${this.type}`, title, status, detail: this.message };
  }

  /** The answer: `application/problem+json`. */
  toResponse(): Response {
    return new Response(JSON.stringify(this.document), {
      status: this.status,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        ...this.headers,
      },
    });
  }
}
