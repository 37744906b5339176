import { Figures } from "./figures.js";
import { showLegend } from "./legend.js";
import { find, nameOf } from "./make.js";
import { drawOverlay } from "./overlay.js";
import { showReadings } from "./readings.js";
import { mostRecords, savePicture, Session } from "./session.js";
import { Timeline } from "./timeline.js";

/** @import { FaceResult, FrameResult } from "../../result.ts" */
/** @import { Model } from "./server.js" */

/** What the page is doing. */
/** @typedef {"idle" | "camera" | "video" | "pictures"} Mode */

/** Screen readers are told of changes at most this often. */
const announceMs = 2000;

/** What was read last, until something else is. @type {Session | undefined} */
let lastSession;

/** The picture and everything shown about it. */
export class Stage {
  video = find("video", HTMLVideoElement);
  picture = find("picture", HTMLImageElement);
  #area = find("stage", HTMLElement);
  #view = find("view", HTMLElement);
  #overlay = find("overlay", HTMLElement);
  #state = find("state", HTMLElement);
  #note = find("note", HTMLElement);
  #faces = find("faces", HTMLElement);
  #noFaces = find("no-faces", HTMLElement);
  #live = find("live", HTMLElement);
  #figures = new Figures();
  /** @type {Timeline | undefined} */
  #timeline;
  #session;
  #isCut = false;
  #announcedAt = 0;
  #model;
  /** @type {FrameResult | undefined} */
  #record;

  /**
   * Clears the stage.
   *
   * @param {Mode} mode
   * @param {Model} model
   * @param {AbortSignal} signal Fires when another stage takes over.
   */
  constructor(mode, model, signal) {
    this.#model = model;
    const kept = mode === "idle" ? lastSession : undefined;
    this.#session = kept ?? new Session(model.labels);
    find("save-picture", HTMLElement).onclick = () => this.#savePicture();
    find("save-csv", HTMLElement).onclick = () => this.#session.saveCsv();
    find("save-json", HTMLElement).onclick = () => this.#session.saveJson();
    const moves = mode === "camera" || mode === "video";
    document.body.dataset.mode = mode;
    this.video.hidden = !moves;
    this.video.controls = mode === "video";
    this.picture.hidden = mode !== "pictures";
    this.#view.hidden = true;
    this.#view.classList.remove("mirrored");
    find("bar", HTMLElement).hidden = mode === "idle" && kept === undefined;
    for (const id of ["doing", "save-picture"]) find(id, HTMLElement).hidden = mode === "idle";
    find("figures", HTMLElement).hidden = find("timeline", HTMLElement).hidden = !moves;
    for (const id of ["strip", "flip", "rest", "learn"]) find(id, HTMLElement).hidden = true;
    find("stop", HTMLElement).textContent = mode === "camera" ? "Stop camera" : "Close";
    showLegend(find("legend", HTMLElement), model);
    if (moves) this.#timeline = new Timeline(find("rows", HTMLElement), model);
    addEventListener("resize", () => this.#draw(), { signal });
    this.say("");
    this.note(kept ? "What was read can still be saved." : "");
    this.clear();
  }

  /** Clears the faces. */
  clear() {
    this.#figures.clear();
    this.#record = undefined;
    this.#overlay.replaceChildren();
    this.#live.textContent = "";
    showReadings(this.#faces, [], this.#model);
    this.#noFaces.hidden = false;
    this.#noFaces.textContent = "Waiting for an answer.";
  }

  /**
   * Makes room for a picture.
   *
   * @param {number} width
   * @param {number} height
   * @param {boolean} [mirrored]
   */
  fit(width, height, mirrored = false) {
    this.#view.hidden = false;
    this.#area.style.setProperty("--ratio", String(width / height));
    this.#view.classList.toggle("mirrored", mirrored);
  }

  /**
   * Shows a status text over the picture.
   *
   * @param {string} text Empty to hide it.
   * @param {"live" | "trouble" | "busy"} [state]
   */
  say(text, state = "busy") {
    this.#state.hidden = text === "";
    if (this.#state.textContent === text) return;
    this.#state.dataset.state = state;
    this.#state.textContent = text;
    if (state !== "live" && text !== "") this.#live.textContent = text;
  }

  /**
   * Shows what should be known of the picture.
   *
   * @param {string} text
   */
  note(text) {
    this.#note.textContent = text;
    this.#note.hidden = text === "";
  }

  /**
   * Shows a record.
   *
   * @param {FrameResult} record
   * @param {number} [latencyMs] The latency, for frames of a video.
   */
  show(record, latencyMs) {
    const { faces } = record;
    this.#record = record;
    this.#draw();
    // Faces come most confident first, which may change. A list that jumps is hard to read.
    const inOrder = faces.toSorted((a, b) => (a.id ?? Infinity) - (b.id ?? Infinity) || 0);
    showReadings(this.#faces, inOrder, this.#model);
    this.#noFaces.hidden = faces.length > 0;
    this.#noFaces.textContent = "No face found.";
    const now = performance.now();
    if (latencyMs !== undefined) this.#figures.add(now, latencyMs);
    this.#timeline?.add(faces, now / 1000);
    if (latencyMs === undefined || now - this.#announcedAt > announceMs) {
      this.#announce(inOrder, now);
    }
  }

  /**
   * Adds a record to what can be saved.
   *
   * @param {FrameResult} record
   */
  keep(record) {
    lastSession = this.#session;
    const isCut = this.#session.add(record);
    if (!isCut || this.#isCut) return;
    this.#isCut = true;
    const most = mostRecords.toLocaleString("en");
    this.note(
      `${this.#note.textContent} Of this long session, only the last ${most} frames can be saved.`
        .trim(),
    );
  }

  #savePicture() {
    const source = this.video.hidden ? this.picture : this.video;
    const width = source instanceof HTMLVideoElement ? source.videoWidth : source.naturalWidth;
    if (this.#record === undefined || width === 0) {
      this.note("There is no picture to save.");
      return;
    }
    const mirrored = this.#view.classList.contains("mirrored");
    return savePicture(source, this.#record, this.#overlay, mirrored);
  }

  #draw() {
    if (this.#record === undefined) return;
    const mirrored = this.#view.classList.contains("mirrored");
    drawOverlay(this.#overlay, this.#record, this.#model, mirrored);
  }

  /**
   * @param {FaceResult[]} faces
   * @param {number} now
   */
  #announce(faces, now) {
    const text =
      faces.map((face, i) =>
        `${nameOf(face, i)} ${face.uncertain ? "perhaps " : ""}${face.emotion}`
      ).join(", ") || "No face found";
    if (text === this.#live.textContent) return;
    this.#announcedAt = now;
    this.#live.textContent = text;
  }
}
