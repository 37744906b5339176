import { countedAs, find, make } from "./make.js";
import { hideNotice, NotShown, tell } from "./notice.js";
import { canRetry, predict, Problem } from "./server.js";
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
  /** Tells why the others were not read, and offers to try again. @type {(() => void) | undefined} */
  let stopped;

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
    else if (!entry.record) stopped?.();
    if (entry.record) stage.show(entry.record);
    if (entry.record && entry.file.type === "image/gif") {
      stage.note("The first frame of a GIF is read. For all of them, choose a video.");
    }
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
   * @param {Entry} entry
   * @param {Problem} [problem]
   */
  function update(entry, problem) {
    if (problem) entry.problem = problem;
    entry.caption.textContent = captionOf(entry);
    if (entry === selected) select(entry);
  }

  /**
   * @param {Entry[]} batch
   * @param {File[]} pictures
   */
  async function read(batch, pictures) {
    try {
      const records = await predict(pictures, model.name, signal, () => {
        stage.say("The server is busy, trying again", "trouble");
      });
      for (const [i, entry] of batch.entries()) {
        const record = records[i];
        if (record === undefined) continue;
        entry.record = { ...record, source: entry.file.name };
        stage.keep(entry.record);
      }
    } catch (error) {
      const isPictures = error instanceof Problem &&
        [400, 413, 415, 422, 504].includes(error.status);
      if (!isPictures) throw error;
      if (entries.length === 1) throw refusal(error, entries[0]?.file.name);
      // One bad picture fails the whole request, so send them one by one.
      if (batch.length > 1) {
        for (const [i, entry] of batch.entries()) await read([entry], pictures.slice(i, i + 1));
      } else if (batch[0]) batch[0].problem = refusal(error, batch[0].file.name);
    }
    for (const entry of batch) update(entry);
  }

  /** Reads the entries that have not been read. */
  async function readOn() {
    /** @type {Entry[]} */
    let batch = [];
    /** @type {File[]} */
    let pictures = [];
    const left = entries.filter(({ record, problem }) => !record && !problem);
    for (const entry of left) {
      const number = entries.indexOf(entry) + 1;
      stage.say(entries.length > 1 ? `Reading ${number} of ${entries.length}` : "Reading");
      const picture = await shrink(entry.file).catch(() => undefined);
      signal.throwIfAborted();
      if (picture === undefined) {
        const problem = unreadable(entry.file.name);
        if (entries.length === 1) throw problem;
        update(entry, problem);
        continue;
      }
      const bytes = [...pictures, picture].reduce((sum, { size }) => sum + size, 0);
      if (pictures.length === batchSize || (pictures.length > 0 && bytes > batchBytes)) {
        await read(batch, pictures);
        [batch, pictures] = [[], []];
      }
      batch.push(entry);
      pictures.push(picture);
    }
    if (pictures.length > 0) await read(batch, pictures);
    stage.say("");
  }

  /** Keeps what has been read when the server is gone, and offers to read the rest. */
  async function readAll() {
    stopped = undefined;
    try {
      await readOn();
    } catch (error) {
      signal.throwIfAborted();
      if (!entries.some(({ record }) => record)) throw error;
      stage.say("");
      for (const { record, problem, caption } of entries) {
        if (!record && !problem) caption.textContent = "not read";
      }
      stopped = () =>
        tell(error, canRetry(error) ? () => void readAll().catch(() => {}) : undefined);
      stopped();
    }
  }
  await readAll();
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
  image.alt = "";
  button.title = file.name;
  button.append(make("span", "name", file.name));
  const caption = button.appendChild(make("span", "says", "…"));
  const entry = { file, url, button, caption };
  button.addEventListener("click", () => onSelect(entry));
  return entry;
}

/**
 * @param {string} name The name of a file that the browser cannot read.
 * @returns {Problem}
 */
function unreadable(name) {
  return new Problem(0, {
    title: `Cannot read ${name}`,
    detail: "The browser cannot open it. Choose files, not a folder.",
  });
}

/**
 * @param {Problem} problem Why the server did not read a file.
 * @param {string} [name] The file's.
 * @returns {Problem} It names the file and says what to do.
 */
function refusal({ status, title, message }, name = "") {
  if (status !== 415) return new Problem(status, { title, detail: `${name}: ${message}` });
  return new Problem(status, {
    title: `Cannot read ${name}`,
    detail:
      "It is neither a picture that the server knows nor a video that this browser can play. Choose JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF or BMP, or a video as MP4 or WebM.",
  });
}

/**
 * @param {Entry} entry
 * @returns {string}
 */
function captionOf({ record }) {
  if (record === undefined) return "not read";
  const counts = Object.groupBy(record.faces, countedAs);
  return Object.entries(counts)
    .map(([label, { length } = { length: 0 }]) => length > 1 ? `${length} ${label}` : label)
    .join(", ") || "no face";
}
