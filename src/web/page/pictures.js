import { find, make } from "./make.js";
import { hideNotice, NotShown, tell } from "./notice.js";
import { predict, Problem } from "./server.js";
import { shrink } from "./shrink.js";

/** @import { FrameResult } from "../../result.ts" */
/** @import { Model } from "./server.js" */
/** @import { Stage } from "./stage.js" */

/** The most pictures and bytes per request. */
const batchSize = 4, batchBytes = 8e6;

/**
 * @typedef {object} Entry
 * @property {File} file
 * @property {string} url
 * @property {HTMLButtonElement} button
 * @property {HTMLElement} caption
 * @property {FrameResult} [record]
 * @property {Problem} [problem]
 */

/**
 * Shows pictures with their faces: one large, and all of them in a strip.
 *
 * @param {File[]} files
 * @param {Model} model
 * @param {Stage} stage
 * @param {AbortSignal} signal
 * @throws {Problem} If the server refuses all requests, or the only picture.
 */
export async function readPictures(files, model, stage, signal) {
  /** @type {Entry | undefined} */
  let selected;

  /** @param {Entry} entry */
  function select(entry) {
    selected = entry;
    for (const { button } of entries) {
      button.setAttribute("aria-pressed", String(button === entry.button));
    }
    stage.clear();
    stage.picture.src = entry.url;
    stage.picture.alt = entry.file.name;
    hideNotice();
    if (entry.problem) tell(entry.problem);
    if (entry.record) stage.show(entry.record);
  }

  const entries = files.map((file) => makeEntry(file, select));
  signal.addEventListener("abort", () => {
    for (const { url } of entries) URL.revokeObjectURL(url);
  });
  stage.picture.onload = () => {
    if (signal.aborted) return;
    stage.fit(stage.picture.naturalWidth, stage.picture.naturalHeight);
    if (selected?.record) stage.show(selected.record);
  };
  stage.picture.onerror = () => {
    if (!signal.aborted && selected?.record) tell(new NotShown());
  };
  const strip = find("strip", HTMLElement);
  strip.replaceChildren(...entries.map(({ button }) => {
    const item = make("li");
    item.append(button);
    return item;
  }));
  strip.hidden = entries.length < 2;
  if (entries[0]) select(entries[0]);

  /**
   * @param {Entry[]} batch
   * @param {File[]} pictures
   */
  async function read(batch, pictures) {
    try {
      const records = await predict(pictures, model.name, signal, () => {
        stage.say("The server is busy, trying again", "trouble");
      });
      records.forEach((record, i) => Object.assign(batch[i] ?? {}, { record }));
    } catch (error) {
      const isPictures = error instanceof Problem && [400, 413, 415, 422].includes(error.status);
      if (!isPictures || entries.length === 1) throw error;
      // One bad picture fails the whole request, so send them one by one.
      if (batch.length > 1) {
        for (const [i, entry] of batch.entries()) await read([entry], pictures.slice(i, i + 1));
      } else if (batch[0]) batch[0].problem = error;
    }
    for (const entry of batch) {
      entry.caption.textContent = captionOf(entry);
      if (entry === selected) select(entry);
    }
  }
  /** @type {File[]} */
  let pictures = [];
  for (const [i, entry] of entries.entries()) {
    stage.say(entries.length > 1 ? `Reading ${i + 1} of ${entries.length}` : "Reading");
    const picture = await shrink(entry.file);
    signal.throwIfAborted();
    const bytes = [...pictures, picture].reduce((sum, { size }) => sum + size, 0);
    if (pictures.length === batchSize || (pictures.length > 0 && bytes > batchBytes)) {
      await read(entries.slice(i - pictures.length, i), pictures);
      pictures = [];
    }
    pictures.push(picture);
  }
  await read(entries.slice(entries.length - pictures.length), pictures);
  stage.say("");
}

/**
 * @param {File} file
 * @param {(entry: Entry) => void} onSelect
 * @returns {Entry}
 */
function makeEntry(file, onSelect) {
  const url = URL.createObjectURL(file);
  const button = make("button");
  button.type = "button";
  const image = button.appendChild(make("img"));
  image.src = url;
  image.alt = file.name;
  const caption = button.appendChild(make("span", undefined, "…"));
  const entry = { file, url, button, caption };
  button.addEventListener("click", () => onSelect(entry));
  return entry;
}

/**
 * @param {Entry} entry
 * @returns {string}
 */
function captionOf({ record }) {
  if (record === undefined) return "not read";
  return record.faces.map(({ emotion }) => emotion).join(", ") || "no face";
}
