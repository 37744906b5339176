import { captionOf, makeEntry, refusal, unreadable } from "./entry.js";
import { find, make } from "./make.js";
import { hideNotice, NotShown, tell } from "./notice.js";
import { predict } from "./predict.js";
import { scaleRecord } from "./scale_record.js";
import { canRetry, Problem } from "./server.js";
import { shrink } from "./shrink.js";

/** @import { Entry } from "./entry.js" */
/** @import { Model } from "./server.js" */
/** @import { Sent } from "./shrink.js" */
/** @import { Stage } from "./stage.js" */

/** The most pictures and bytes per request: even a slow uplink must send them in some seconds. */
const batchSize = 4, batchBytes = 2e6;
/** The answers that are about the pictures of a request. */
const aboutPictures = [400, 408, 413, 415, 422, 504];

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
  /** Fewer are sent at once when they come too late. */
  let most = batchSize;
  /** Tells why the others were not read, and offers to try again. @type {(() => void) | undefined} */
  let stopped;

  /** @param {Entry} entry */
  function select(entry) {
    selected = entry;
    for (const { button } of entries) {
      button.setAttribute("aria-pressed", String(button === entry.button));
    }
    stage.clear();
    stage.note("");
    stage.picture.src = entry.url;
    stage.picture.alt = entry.file.name;
    hideNotice();
    if (entry.problem) tell(entry.problem, canRetry(entry.problem) ? retry(entry) : undefined);
    else if (!entry.record) stopped?.();
    if (entry.record) stage.show(entry.record);
    if (entry.record && entry.file.type === "image/gif") {
      stage.note("The first frame of a GIF is read. For all of them, choose a video.");
    }
  }

  /**
   * @param {Entry} entry
   * @returns {() => void} Reads it again.
   */
  function retry(entry) {
    return () => {
      delete entry.problem;
      entry.caption.textContent = "…";
      readAgain();
    };
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
   * @param {Sent[]} pictures
   */
  async function read(batch, pictures) {
    const sent = pictures.map(({ file }) => file);
    try {
      const records = await predict(sent, model.name, signal, (trouble) => {
        stage.say(`${trouble}, trying again`, "trouble");
      });
      for (const [i, entry] of batch.entries()) {
        const record = records[i], size = pictures[i]?.size;
        if (record === undefined) continue;
        const scaled = size ? scaleRecord(record, size.width, size.height) : record;
        entry.record = { ...scaled, source: entry.file.name };
        stage.keep(entry.record);
      }
    } catch (error) {
      if (!(error instanceof Problem) || !aboutPictures.includes(error.status)) throw error;
      if (entries.length === 1) throw refusal(error, entries[0]?.file.name);
      if (error.status === 408) most = 1;
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
    /** @type {Sent[]} */
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
      const bytes = [...pictures, picture].reduce((sum, { file }) => sum + file.size, 0);
      if (pictures.length === most || (pictures.length > 0 && bytes > batchBytes)) {
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
      stage.say("");
      if (!entries.some(({ record, problem }) => record || problem)) throw error;
      for (const { record, problem, caption } of entries) {
        if (!record && !problem) caption.textContent = "not read";
      }
      stopped = () => tell(error, canRetry(error) ? readAgain : undefined);
      stopped();
    }
  }

  /** Reads what is left, after what is being read. */
  function readAgain() {
    reading = reading.then(readAll).catch((error) => {
      if (!signal.aborted) tell(error, readAgain);
    });
  }
  let reading = readAll();
  await reading;
}
