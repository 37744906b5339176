import { messageOf } from "../errors.ts";
import { upgradeWebSocket } from "../runtime/upgrade_web_socket.ts";
import { offeredProtocol } from "./authorize.ts";
import { Problem } from "./problem.ts";
import { StreamPictures, type StreamService } from "./stream_pictures.ts";

/** What a stream needs from the service. */
export interface StreamResources extends StreamService {
  /** Closes the stream; the message of its reason, an Error, tells the client why. */
  readonly signal: AbortSignal;
  /** The stream's place among those of the service, disposed when the socket has closed. */
  readonly slot: Disposable;
}

/** How long a client may take to close its side. */
const closingMs = 2_000;

/** How often to look whether the client has taken a message. */
const sendingMs = 5;

/**
 * Opens the WebSocket of `GET /stream`: pictures in, as binary messages, and a record out for each,
 * as JSON. Faces are numbered and steadied as in a video. A picture that cannot be read is answered
 * with a problem document, and the stream goes on. One picture is worked on at a time, and none while
 * the client does not take its records. Of those that arrive meanwhile, the newest is kept and the
 * others count as `dropped`. The stream is closed with
 *
 * - 1001 when the service stops,
 * - 1003 after a text message,
 * - 1008 when more than four times `maxBodyBytes` a second arrive for a while,
 * - 1009 after a message of more than `maxBodyBytes`,
 * - 4408 when no picture comes for a minute.
 *
 * @param request The upgrade request, whose origin and token are already checked.
 * @param resources What the service lends.
 * @param idleMs How long a stream without pictures stays open, as it takes the place of another.
 * @returns The answer that upgrades the connection.
 * @throws {Problem} If the request is not a valid upgrade to a WebSocket, or this run time has none.
 */
export function openSocket(
  request: Request,
  resources: StreamResources,
  idleMs = 60_000,
): Response {
  const { socket, response } = upgrade(request);
  const isFlood = flooding(4 * resources.limits.maxBodyBytes);
  const { signal, slot, limits: { maxBodyBytes } } = resources;
  const pictures = new StreamPictures(resources, (message) => send(socket, message));
  let timer: ReturnType<typeof setTimeout>;
  const release = (): void => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    pictures[Symbol.dispose]();
    slot[Symbol.dispose]();
  };
  const end = (code: number, reason: string): void => {
    socket.close(code, reason);
    clearTimeout(timer);
    timer = setTimeout(release, closingMs);
  };
  const stop = (): void => {
    if (socket.readyState === WebSocket.OPEN) end(1001, reasonOf(signal));
  };
  const waitForPicture = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => end(4408, `No picture came for ${idleMs / 1000} s`), idleMs);
  };
  waitForPicture();
  signal.addEventListener("abort", stop);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => signal.aborted && stop();
  socket.onmessage = ({ data }) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    waitForPicture();
    if (isFlood(data.byteLength ?? data.length)) end(1008, "Pictures come too fast");
    else if (typeof data === "string") end(1003, "A picture must be a binary message");
    else if (data.byteLength > maxBodyBytes) {
      end(1009, `A picture has more than ${maxBodyBytes} bytes`);
    } else pictures.add(new Uint8Array(data));
  };
  socket.onclose = release;
  return response;
}

/** Tells whether more bytes arrive than so many a second, of which those of one second may come at once. */
function flooding(bytesPerSecond: number): (bytes: number) => boolean {
  let credit = bytesPerSecond, at = performance.now();
  return (bytes) => {
    const now = performance.now();
    credit = Math.min(bytesPerSecond, credit + bytesPerSecond * (now - at) / 1000) - bytes;
    at = now;
    return credit < 0;
  };
}

function upgrade(request: Request): { socket: WebSocket; response: Response } {
  if (upgradeWebSocket === undefined) {
    const state = "this run time cannot open WebSockets; send pictures to /predict";
    throw new Problem("stream-unsupported", `Cannot open stream: ${state}`);
  }
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new Problem(
      "upgrade-required",
      "Cannot open stream: the request is not for a WebSocket",
      {
        upgrade: "websocket",
        connection: "upgrade",
      },
    );
  }
  const protocol = offeredProtocol(request);
  try {
    return upgradeWebSocket(request, { ...(protocol !== undefined && { protocol }) });
  } catch (error) {
    throw new Problem("handshake-invalid", `Cannot open stream: ${messageOf(error)}`);
  }
}

/** Sends a message and waits until the client has taken it. */
async function send(socket: WebSocket, message: string): Promise<void> {
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(message);
  let pauseMs = 0;
  do {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = sendingMs;
  } while (socket.bufferedAmount > 0 && socket.readyState === WebSocket.OPEN);
}

/** A reason that fits into the 123 bytes that a close frame has for it. */
function reasonOf({ reason }: AbortSignal): string {
  const text = messageOf(reason);
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(123)).read);
}
