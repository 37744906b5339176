import { JoinedStreams } from "./joined_streams.js";
import { scaleRecord } from "./scale_record.js";
import { delayOf, isPassing, openStream, pause, ServerGone } from "./server.js";

/** @import { FrameResult } from "../../result.ts" */
/** @import { Problem } from "./server.js" */

/** Without an answer for this long, the server counts as gone. */
const answerMs = 10_000;

/**
 * Sends frames of a video until the signal fires: after each answer, the newest frame.
 *
 * @param {object} options
 * @param {HTMLVideoElement} options.video
 * @param {string} options.model
 * @param {() => string} options.baseline Where neutral faces come from. Another text opens the
 * stream anew, so that each face begins anew.
 * @param {AbortSignal} options.signal
 * @param {(record: FrameResult, latencyMs: number, videoTime: number) => void} options.onRecord Called
 * with a record in pixels of the video, its age, and where in the video its frame is, in seconds.
 * @param {(trouble: string) => void} options.onTrouble Called with what is wrong.
 * @throws {Problem} If the server refuses and trying again would not help.
 */
export async function streamVideo({ video, model, baseline, signal, onRecord, onTrouble }) {
  /** @type {WebSocket | undefined} */
  let socket;
  let opened = "";
  const joined = new JoinedStreams();
  let shown = nextFrame(video, signal);
  for (let attempt = 0;;) {
    await shown;
    signal.throwIfAborted();
    shown = nextFrame(video, signal);
    const takenAt = performance.now(), videoTime = video.currentTime;
    const { videoWidth, videoHeight } = video;
    const picture = await grab(video);
    signal.throwIfAborted();
    try {
      // It may have been closed while the video was paused.
      if (socket?.readyState !== WebSocket.OPEN || opened !== baseline()) {
        if (socket) await closed(socket);
        opened = baseline();
        socket = await openStream(model, opened, signal);
        joined.begin();
      }
      const answer = await exchange(socket, picture);
      attempt = 0;
      if ("faces" in answer) {
        const record = joined.add(scaleRecord(answer, videoWidth, videoHeight));
        onRecord(record, performance.now() - takenAt, videoTime);
      } else {
        onTrouble(answer.detail);
        await pause(500, signal);
      }
    } catch (error) {
      signal.throwIfAborted();
      socket?.close();
      if (!isPassing(error)) throw error;
      onTrouble(`${error.message}, trying again`);
      await pause(delayOf(attempt++), signal);
    }
  }
}

/**
 * Closes a stream, whose place on the server another one takes.
 *
 * @param {WebSocket} socket
 * @returns {Promise<void>} When it is closed.
 */
function closed(socket) {
  return new Promise((resolve) => {
    if (socket.readyState === WebSocket.CLOSED) return resolve();
    socket.onclose = () => resolve();
    socket.close(1000);
  });
}

/**
 * Sends a picture and waits for its record.
 *
 * @param {WebSocket} socket
 * @param {Blob} picture
 * @returns {Promise<FrameResult | { status: number, detail: string }>}
 */
function exchange(socket, picture) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail("does not answer"), answerMs);
    /** @param {string} what */
    function fail(what) {
      clearTimeout(timer);
      reject(new ServerGone(`The server ${what}`));
    }
    socket.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(JSON.parse(data));
    };
    socket.onclose = () => fail("closed the stream");
    socket.send(picture);
  });
}

/**
 * @param {HTMLVideoElement} video
 * @param {AbortSignal} signal
 * @returns {Promise<void>} When the video shows its next frame, or the signal fires.
 */
function nextFrame(video, signal) {
  return new Promise((resolve) => {
    const stop = () => resolve();
    signal.addEventListener("abort", stop, { once: true });
    video.requestVideoFrameCallback(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
  });
}

/** Larger frames are scaled down to this: finding faces needs no more. */
const longestSide = 640;
const canvas = document.createElement("canvas");

/**
 * @param {HTMLVideoElement} video
 * @returns {Promise<Blob>} Its frame as JPEG.
 */
function grab(video) {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight));
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => blob ? resolve(blob) : reject(new Error("This browser cannot encode JPEG")),
      "image/jpeg",
      0.85,
    )
  );
}
