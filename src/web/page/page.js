import { isSelfie, lost, nextCamera, openCamera } from "./camera.js";
import { showLegend } from "./legend.js";
import { find, isResting, keepFocus } from "./make.js";
import { hideNotice, tell } from "./notice.js";
import { readPictures } from "./pictures.js";
import { ask, canRetry } from "./server.js";
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
      follow(stage, model, signal, isSelfie(camera), "Camera on"),
    ]);
  });
}

/** @param {File} file */
function playVideo(file) {
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
    await follow(stage, model, signal, false, "");
  });
}

/**
 * Shows the records of a video until the signal fires.
 *
 * @param {Stage} stage
 * @param {Model} model
 * @param {AbortSignal} signal
 * @param {boolean} mirrored
 * @param {string} calm The text while there is no trouble.
 */
async function follow(stage, model, signal, mirrored, calm) {
  signal.throwIfAborted();
  const { video } = stage;
  let asked = "auto", times = 0;
  const ask = (/** @type {string} */ baseline) => {
    asked = baseline;
    button("learn").hidden = baseline === "auto";
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
    onRecord: (record, latencyMs) => {
      stage.keep(record);
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
  if (video) return playVideo(video);
  return run(
    "pictures",
    (stage, model, signal) => readPictures(chosen, model, stage, signal),
  );
}

/** Reads a picture that the server has. */
async function openSample() {
  const response = await fetch("page/sample.jpg");
  const blob = await response.blob();
  open([new File([blob], "sample.jpg", { type: blob.type })]);
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
