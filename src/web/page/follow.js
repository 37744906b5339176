import { find, isResting, keepFocus } from "./make.js";
import { streamVideo } from "./stream.js";

/** @import { Model } from "./server.js" */
/** @import { Stage } from "./stage.js" */

/** How long a face looks neutral after a press of the button. */
const restMs = 2000;

/**
 * Waits until the size of a video is known.
 *
 * @param {HTMLVideoElement} video
 * @param {AbortSignal} signal
 * @returns {Promise<void>} When it is, the video has failed, or the signal has fired.
 */
export function metadata(video, signal) {
  return new Promise((resolve) => {
    if (video.readyState >= HTMLMediaElement.HAVE_METADATA || video.error) return resolve();
    for (const event of ["loadedmetadata", "error"]) {
      video.addEventListener(event, () => resolve(), { once: true, signal });
    }
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/**
 * Shows the records of a video until the signal fires.
 *
 * @param {Stage} stage
 * @param {Model} model
 * @param {AbortSignal} signal
 * @param {object} options
 * @param {string} options.source What the records that are kept name as their source.
 * @param {boolean} options.mirrored
 * @param {string} options.calm The text while there is no trouble.
 */
export async function follow(stage, model, signal, { source, mirrored, calm }) {
  signal.throwIfAborted();
  const rest = find("rest", HTMLButtonElement), learn = find("learn", HTMLButtonElement);
  const { video } = stage, startedAt = performance.now();
  let frame = 0;
  let asked = "auto", times = 0;
  const ask = (/** @type {string} */ baseline) => {
    asked = baseline;
    learn.hidden = baseline === "auto";
    keepFocus();
  };
  // A face that is shown a second time begins anew, too: the time asked for differs by so little.
  rest.onclick = () => ask(`${restMs + times++ % 2}ms`);
  learn.onclick = () => ask("auto");
  rest.hidden = model.baseline === undefined;
  const fit = () => stage.fit(video.videoWidth, video.videoHeight, mirrored);
  fit();
  video.addEventListener("resize", fit, { signal });
  await streamVideo({
    video,
    model: model.name,
    baseline: () => asked,
    signal,
    onRecord: (record, latencyMs, videoTime) => {
      // Each stream of the server begins anew, and it does not know where in the video this is.
      const sinceStart = (performance.now() - latencyMs - startedAt) / 1000;
      const time = Number((video.srcObject ? sinceStart : videoTime).toFixed(3));
      stage.keep({ ...record, source, frame: frame++, time });
      stage.show(record, latencyMs);
      if (record.faces.some((face) => isResting(record, face))) stage.say("Look neutral", "busy");
      else stage.say(calm, "live");
    },
    onTrouble: (trouble) => {
      stage.clear();
      stage.say(trouble, "trouble");
    },
  });
}
