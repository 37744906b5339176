import { messageOf } from "../errors.ts";
import type { Recognizer } from "../recognizer.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import type { PredictOptions } from "./predict_options.ts";
import { Problem } from "./problem.ts";
import { StreamPictures } from "./stream_pictures.ts";
import type { Turns } from "./turns.ts";

/** What a stream is given by the handler. */
export interface StreamContext {
  /** What the query asks for; already checked. */
  readonly options: PredictOptions;
  /** Gives a model of the service, loaded when first asked for, shared, not to be disposed. */
  recognizer(model: string): Promise<Recognizer>;
  /** One picture at a time, over all requests and streams: decode and recognize in a turn. */
  readonly turns: Turns;
  /** `maxBodyBytes` and `maxPixels` hold for every message. */
  readonly limits: Readonly<Limits>;
  /** Aborts when the service stops; its reason is an Error whose message tells the client why. */
  readonly signal: AbortSignal;
  /** Where to count. */
  readonly metrics: Metrics;
  /** What the client is told of an error. */
  problemOf(error: unknown): Problem;
  /** The subprotocol to agree to, where the client offers it. */
  readonly protocol: string | undefined;
  /** The stream's place among those the service takes: dispose it when the socket has closed. */
  readonly slot: Disposable;
}

/** How long a client may take to agree to the end. */
const closingMs = 2_000;

/**
 * Opens the WebSocket of `GET /stream`: pictures in, as binary messages, and for each a record out,
 * as JSON, with the faces numbered and steadied as those of one video. A picture that cannot be
 * read gets a problem document in place of its record, and the stream goes on. One picture is
 * worked on at a time, and none while the client does not take its records; of those that come
 * meanwhile, the newest is kept and the others count as `dropped`. The stream is closed with
 *
 * - 1001 when the service stops,
 * - 1003 on a text message,
 * - 1009 on a message of more than `maxBodyBytes`,
 * - 4408 when no picture comes for a minute.
 *
 * @param request The upgrade request; origin and token are already checked.
 * @param context What the service lends.
 * @param idleMs Without a picture for so long a stream is closed, as it keeps its place from others.
 * @returns The answer that upgrades the connection.
 * @throws {Problem} If the request asks for no WebSocket, or not in a sound way.
 */
export function openStream(
  request: Request,
  context: StreamContext,
  idleMs = 60_000,
): Response {
  const { protocol } = context;
  const { socket, response } = upgrade(request, protocol);
  const { signal, limits: { maxBodyBytes } } = context;
  const send = async (message: string): Promise<void> => {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(message);
    let pauseMs = 0;
    do {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      pauseMs = 5;
    } while (socket.bufferedAmount > 0 && socket.readyState === WebSocket.OPEN);
  };
  const pictures = new StreamPictures(context, send);
  const end = (code: number, reason: string): void => {
    socket.close(code, reason);
    clearTimeout(timer);
    timer = setTimeout(release, closingMs);
  };
  const stop = (): void => {
    if (socket.readyState === WebSocket.OPEN) end(1001, reasonOf(signal));
  };
  const idle = (): void => end(4408, `No picture came for ${idleMs / 1000} s`);
  const release = (): void => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    pictures[Symbol.dispose]();
    context.slot[Symbol.dispose]();
  };
  let timer = setTimeout(idle, idleMs);
  signal.addEventListener("abort", stop);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => {
    if (signal.aborted) stop();
  };
  socket.onmessage = ({ data }) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    clearTimeout(timer);
    timer = setTimeout(idle, idleMs);
    if (typeof data === "string") end(1003, "A picture is a binary message");
    else if (data.byteLength > maxBodyBytes) {
      end(1009, `A picture has more than ${maxBodyBytes} bytes`);
    } else pictures.take(new Uint8Array(data));
  };
  socket.onclose = release;
  return response;
}

function upgrade(request: Request, protocol: string | undefined): Deno.WebSocketUpgrade {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new Problem("upgrade-required", "Cannot answer: open this address as a WebSocket", {
      upgrade: "websocket",
      connection: "upgrade",
    });
  }
  try {
    return Deno.upgradeWebSocket(request, { ...(protocol !== undefined && { protocol }) });
  } catch (error) {
    throw new Problem("handshake-invalid", `Cannot open stream: ${messageOf(error)}`);
  }
}

/** A reason that fits into the 123 bytes that a close frame has for it. */
function reasonOf({ reason }: AbortSignal): string {
  const text = messageOf(reason);
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(123)).read);
}
