import { isSelfie, lost, nextCamera, openCamera } from "./camera.js";
import { showLegend } from "./legend.js";
import { find, isResting, keepFocus } from "./make.js";
import { hideNotice, tell } from "./notice.js";
import { readPictures } from "./pictures.js";
import { ask, canRetry, fetchFile } from "./server.js";
import { Stage } from "./stage.js";
import { streamVideo } from "./stream.js";

/** @import { Model } from "./server.js" */
/** @import { Mode } from "./stage.js" */

const button = (/** @type {string} */ id) => find(id, HTMLButtonElement);
const files = find("files", HTMLInputElement);
const select = find("model", HTMLSelectElement);
const stageArea = find("stage", HTMLElement);

/** How long a face looks neutral after a press of the button. */
const restMs = 2000;

/** @type {Model[]} */
let models = [];
let session = new AbortController();
/** Repeats the last action with another model. */
let again = () => {};

/**
 * Ends the current action and starts another one.
 *
 * @param {Mode} mode
 * @param {(stage: Stage, model: Model, signal: AbortSignal) => Promise<void>} action
 */
async function run(mode, action) {
  session.abort();
  session = new AbortController();
  const { signal } = session;
  const model = models.find(({ name }) => name === select.value);
  if (model === undefined) return;
  again = () => run(mode, action);
  hideNotice();
  const stage = new Stage(mode, model, signal);
  keepFocus();
  try {
    await action(stage, model, signal);
  } catch (error) {
    if (signal.aborted) return;
    const retry = again;
    await run("idle", async () => {});
    tell(error, canRetry(error) ? retry : undefined);
  }
}

/** @param {string} [deviceId] */
function startCamera(deviceId) {
  return run("camera", async (stage, model, signal) => {
    const camera = await openCamera(deviceId);
    const stop = () => camera.getTracks().forEach((track) => track.stop());
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop);
    const next = await nextCamera(camera);
    signal.throwIfAborted();
    button("flip").hidden = next === undefined;
    button("flip").onclick = () => startCamera(next);
    stage.video.muted = true;
    stage.video.srcObject = camera;
    await stage.video.play();
    await Promise.race([
      lost(camera),
      follow(stage, model, signal, {
        source: "camera",
        mirrored: isSelfie(camera),
        calm: "Camera on",
      }),
    ]);
  });
}

/**
 * @param {File} file
 * @param {boolean} isOne Whether no other files were chosen.
 */
function playVideo(file, isOne) {
  return run("video", async (stage, model, signal) => {
    const url = URL.createObjectURL(file);
    const { video } = stage;
    signal.addEventListener("abort", () => {
      video.pause();
      video.removeAttribute("src");
      video.load();
      URL.revokeObjectURL(url);
    });
    video.srcObject = null;
    video.muted = false;
    video.src = url;
    try {
      await video.play();
    } catch (cause) {
      signal.throwIfAborted();
      // Browsers may block sound until the user presses play.
      if (video.error) throw new Error(`This browser cannot play ${file.name}`, { cause });
    }
    await metadata(video, signal);
    // Some play the sound of a picture that they cannot decode.
    if (video.videoWidth === 0) throw new Error(`This browser cannot play ${file.name}`);
    if (!isOne) stage.note(`Of the files, only ${file.name} is played.`);
    await follow(stage, model, signal, { source: file.name, mirrored: false, calm: "" });
  });
}

/**
 * Waits until the size of a video is known.
 *
 * @param {HTMLVideoElement} video
 * @param {AbortSignal} signal
 * @returns {Promise<void>} When it is, the video has failed, or the signal has fired.
 */
function metadata(video, signal) {
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
async function follow(stage, model, signal, { source, mirrored, calm }) {
  signal.throwIfAborted();
  const { video } = stage, startedAt = performance.now();
  let frame = 0;
  let asked = "auto", times = 0;
  const ask = (/** @type {string} */ baseline) => {
    asked = baseline;
    button("learn").hidden = baseline === "auto";
    keepFocus();
  };
  // A face that is shown a second time begins anew, too: the time asked for differs by so little.
  button("rest").onclick = () => ask(`${restMs + times++ % 2}ms`);
  button("learn").onclick = () => ask("auto");
  button("rest").hidden = model.baseline === undefined;
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

/** @param {Iterable<File> | null | undefined} list */
function open(list) {
  const chosen = [...list ?? []];
  if (chosen.length === 0 || models.length === 0) return;
  const video = chosen.find(({ type }) => type.startsWith("video/"));
  if (video) return playVideo(video, chosen.length === 1);
  return run(
    "pictures",
    (stage, model, signal) => readPictures(chosen, model, stage, signal),
  );
}

/** Reads a picture that the server has. */
function openSample() {
  return run("pictures", async (stage, model, signal) => {
    const sample = new File([await fetchFile("page/sample.jpg", signal)], "sample.jpg");
    await readPictures([sample], model, stage, signal);
  });
}

async function loadModels() {
  try {
    models = /** @type {Model[]} */ (await ask("models"));
  } catch (error) {
    return tell(error, loadModels);
  }
  select.replaceChildren(
    ...models.map(({ name, labels }) => new Option(`${name}: ${labels.join(", ")}`, name)),
  );
  for (const id of ["start", "choose", "sample"]) button(id).disabled = false;
  find("choice", HTMLElement).hidden = false;
  describeModel();
}

function describeModel() {
  const model = models.find(({ name }) => name === select.value);
  if (model) showLegend(find("labels", HTMLElement), model);
  const share = model?.accuracy?.ferplus_accuracy;
  find("accuracy", HTMLElement).textContent = share === undefined
    ? ""
    : `On test pictures, the model “${model?.name}” agrees with most people on ${
      Math.round(share)
    } of 100 faces.`;
}

button("start").addEventListener("click", () => startCamera());
button("sample").addEventListener("click", openSample);
button("stop").addEventListener("click", () => run("idle", async () => {}));
for (const id of ["choose", "more"]) button(id).addEventListener("click", () => files.click());
files.addEventListener("change", () => {
  open(files.files);
  files.value = "";
});
select.addEventListener("change", () => {
  describeModel();
  again();
});
addEventListener("dragover", (event) => {
  event.preventDefault();
  stageArea.classList.add("dropping");
});
addEventListener("dragleave", () => stageArea.classList.remove("dropping"));
addEventListener("drop", (event) => {
  event.preventDefault();
  stageArea.classList.remove("dropping");
  open(event.dataTransfer?.files);
});
for (const element of document.querySelectorAll(".host")) element.textContent = location.host;
await loadModels();
