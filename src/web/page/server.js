/**
 * A model as the server lists it.
 *
 * @typedef {object} Model
 * @property {string} name What `?model=` takes.
 * @property {string[]} labels
 * @property {Record<string, string>} colors The colour of each label.
 * @property {object} [baseline] Present if it can read faces against their neutral face.
 * @property {{ ferplus_accuracy?: number }} [accuracy]
 */

const tokenKey = "mien-token";
const noAnswer = "The server does not answer";

/** An error response of the server. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {{ title?: string, detail?: string }} document
   * @param {number} retryAfterS
   */
  constructor(status, { title, detail }, retryAfterS = 1) {
    super(detail ?? title ?? `The server answered ${status}`);
    this.status = status;
    this.title = title ?? "The request failed";
    this.retryAfterS = retryAfterS;
  }
}

/** The server did not answer. */
export class ServerGone extends Error {}

/** What a server answers that is busy or restarts, and a proxy before it. */
const passing = [502, 503, 504];

/**
 * @param {unknown} error
 * @returns {error is ServerGone | Problem} Whether the same request may work in a moment.
 */
export function isPassing(error) {
  return error instanceof ServerGone ||
    (error instanceof Problem && passing.includes(error.status));
}

/**
 * @param {unknown} error
 * @returns {boolean} Whether it may work later, or with another token.
 */
export function canRetry(error) {
  return !(error instanceof Problem) || [401, 408].includes(error.status) || error.status >= 500;
}

/**
 * @param {number} attempt From 0.
 * @returns {number} After how many milliseconds to try again.
 */
export function delayOf(attempt) {
  return Math.min(8_000, 500 * 2 ** attempt);
}

/**
 * Keeps the token until the tab is closed.
 *
 * @param {string} token
 */
export function setToken(token) {
  // A pasted token may come with spaces, which no token contains.
  sessionStorage.setItem(tokenKey, token.replace(/[^\x21-\x7e]/g, ""));
}

/** @returns {string | null} The token of this tab, right or wrong. */
export function getToken() {
  return sessionStorage.getItem(tokenKey);
}

/**
 * Sends a request to the server.
 *
 * @param {string} path Relative to the page.
 * @param {RequestInit} [init]
 * @returns {Promise<unknown>} The parsed JSON of the answer.
 * @throws {Problem} If the server refuses.
 * @throws {ServerGone} If there is no answer.
 */
export async function ask(path, init = {}) {
  return await (await request(path, init)).json();
}

/**
 * Reads a file that the server has.
 *
 * @param {string} path Relative to the page.
 * @param {AbortSignal} signal
 * @returns {Promise<Blob>}
 * @throws {Problem} If the server refuses.
 * @throws {ServerGone} If there is no answer.
 */
export async function fetchFile(path, signal) {
  return await (await request(path, { signal })).blob();
}

/**
 * @param {string} path
 * @param {RequestInit} init
 * @returns {Promise<Response>} A good answer.
 */
async function request(path, init) {
  const token = getToken();
  const headers = token === null ? undefined : { authorization: `Bearer ${token}` };
  let response;
  try {
    response = await fetch(path, { ...init, ...(headers && { headers }) });
  } catch (error) {
    init.signal?.throwIfAborted();
    throw new ServerGone(noAnswer, { cause: error });
  }
  if (response.ok) return response;
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  // The answer of a proxy that does not reach the server.
  if ([502, 503].includes(response.status) && !isProblem) throw new ServerGone(noAnswer);
  const document = await response.json().catch(() => ({}));
  throw new Problem(response.status, document, Number(response.headers.get("retry-after") ?? 1));
}

/**
 * Opens the stream of records.
 *
 * @param {string} model
 * @param {string} baseline Where neutral faces come from: `auto`, or the first seconds, as `2s`.
 * @param {AbortSignal} signal Closes it.
 * @returns {Promise<WebSocket>} The open socket.
 * @throws {Problem} If the server refuses.
 * @throws {ServerGone} If there is no answer.
 */
export async function openStream(model, baseline, signal) {
  const query = new URLSearchParams({ model, baseline });
  const url = new URL(`stream?${query}`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const token = getToken();
  // The subprotocol is the only header that a browser lets us set.
  const protocols = ["mien", ...(token === null ? [] : [`bearer.${base64url(token)}`])];
  const socket = new WebSocket(url, protocols);
  socket.binaryType = "arraybuffer";
  const close = () => socket.close(1000);
  signal.addEventListener("abort", close, { once: true });
  socket.addEventListener("close", () => signal.removeEventListener("abort", close));
  const opened = await new Promise((resolve) => {
    socket.onopen = () => resolve(true);
    socket.onclose = () => resolve(false);
  });
  signal.throwIfAborted();
  if (opened) return socket;
  // A refused socket does not say why, but the same request over HTTP does.
  await ask("stream", { signal }).catch((error) => {
    if (error.status === 503) error.message = "The server cannot take another stream now";
    if (error.status !== 426) throw error;
  });
  throw new ServerGone("The WebSocket to the server was blocked");
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>} Rejects when the signal fires.
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(done, milliseconds);
    function stop() {
      clearTimeout(timer);
      reject(signal.reason);
    }
    function done() {
      signal.removeEventListener("abort", stop);
      resolve();
    }
    signal.addEventListener("abort", stop, { once: true });
  });
}

/**
 * @param {string} text
 * @returns {string} The text in base64url, as a subprotocol's name allows.
 */
function base64url(text) {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
