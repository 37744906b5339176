import { isSelfie, lost, nextCamera, openCamera } from "./camera.js";
import { follow, metadata } from "./follow.js";
import { showLegend } from "./legend.js";
import { find, keepFocus } from "./make.js";
import { hideNotice, tell } from "./notice.js";
import { readPictures } from "./pictures.js";
import { ask, canRetry, fetchFile } from "./server.js";
import { Stage } from "./stage.js";

/** @import { Model } from "./server.js" */
/** @import { Mode } from "./stage.js" */

const button = (/** @type {string} */ id) => find(id, HTMLButtonElement);
const files = find("files", HTMLInputElement);
const select = find("model", HTMLSelectElement);
const stageArea = find("stage", HTMLElement);

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
