/** What went wrong with a request, stable across releases. */
export type ProblemName = keyof typeof PROBLEMS;

/** The status and title of every problem. */
export const PROBLEMS = {
  "body-empty": [400, "The body is empty"],
  "body-invalid": [400, "The body is not what its type says"],
  "address-invalid": [400, "The address of the request is none"],
  "handshake-invalid": [400, "The WebSocket's handshake is not sound"],
  "query-invalid": [400, "A parameter of the query is unknown or out of range"],
  "token-missing": [401, "A token is needed"],
  "origin-forbidden": [403, "Pages of this origin may not use the service"],
  "not-found": [404, "There is nothing at this address"],
  "model-not-found": [404, "There is no model of this name"],
  "method-not-allowed": [405, "This address does not take this method"],
  "body-slow": [408, "The body took too long to arrive"],
  "body-too-large": [413, "The body is too large"],
  "picture-too-large": [413, "The picture has too many pixels"],
  "too-many-pictures": [413, "The request has too many pictures"],
  "type-unsupported": [415, "This is not a picture of a type that the service reads"],
  "picture-invalid": [422, "The picture is damaged"],
  "upgrade-required": [426, "This address takes WebSockets only"],
  "internal": [500, "The service made a mistake"],
  "stream-unsupported": [501, "The service has no WebSockets where it runs"],
  "busy": [503, "The service has as much work as it can take"],
  "closing": [503, "The service is about to stop"],
  "deadline": [504, "The answer would have come too late"],
} as const satisfies Record<string, readonly [number, string]>;

/** An error that is answered with a problem document (RFC 9457). */
export class Problem extends Error {
  /** Which problem. */
  readonly type: ProblemName;
  /** Further fields of the response's head. */
  readonly headers: Record<string, string>;

  /**
   * @param type Which problem.
   * @param detail What happened here, for people.
   * @param headers Further fields of the response's head, `retry-after` for example.
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

  /** The answer: `application/problem+json`. */
  toResponse(): Response {
    const [status, title] = PROBLEMS[this.type];
    const type = `urn:mien:problem:${this.type}`;
    return new Response(JSON.stringify({ type, title, status, detail: this.message }), {
      status,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        ...this.headers,
      },
    });
  }
}
