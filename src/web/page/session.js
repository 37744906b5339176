import { csvHeader, csvRows } from "./csv.js";
import { labelText } from "./overlay.js";

/** @import { FrameResult } from "../../result.ts" */

/** Older records are dropped: an hour at five frames per second. */
export const mostRecords = 18_000;

/** What was read since the camera, a video or pictures were opened. */
export class Session {
  /** @type {FrameResult[]} */
  #records = [];
  #labels;

  /** @param {string[]} labels Of the model. */
  constructor(labels) {
    this.#labels = labels;
  }

  /**
   * @param {FrameResult} record
   * @returns {boolean} Whether the oldest record was dropped for it.
   */
  add(record) {
    this.#records.push(record);
    if (this.#records.length <= mostRecords) return false;
    this.#records.shift();
    return true;
  }

  /** Saves the records as JSON. */
  saveJson() {
    save("mien.json", new Blob([JSON.stringify(this.#records)], { type: "application/json" }));
  }

  /** Saves the records as CSV, as the command line writes them. */
  saveCsv() {
    const labels = this.#labels;
    const lines = [csvHeader(labels), ...this.#records.map((record) => csvRows(record, labels))];
    save("mien.csv", new Blob([`${lines.join("\n")}\n`], { type: "text/csv" }));
  }
}

/**
 * Saves a picture with the boxes and labels that are shown over it.
 *
 * @param {HTMLImageElement | HTMLVideoElement} source What is under the labels.
 * @param {FrameResult} record
 * @param {HTMLElement} overlay The labels.
 * @param {boolean} mirrored Whether the picture is shown mirrored.
 */
export async function savePicture(source, record, overlay, mirrored) {
  const width = source instanceof HTMLVideoElement ? source.videoWidth : source.naturalWidth;
  const height = source instanceof HTMLVideoElement ? source.videoHeight : source.naturalHeight;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) return;
  if (mirrored) context.setTransform(-1, 0, 0, 1, width, 0);
  context.drawImage(source, 0, 0, width, height);
  const area = overlay.getBoundingClientRect(), scale = width / area.width;
  context.setTransform(scale, 0, 0, scale, -area.x * scale, -area.y * scale);
  const faces = [...overlay.children];
  for (const [i, face] of record.faces.entries()) {
    const box = faces[i], chip = box?.querySelector(".chip");
    if (box === undefined || !chip) continue;
    const { x, y, width, height } = box.getBoundingClientRect();
    context.lineWidth = 3;
    context.strokeStyle = getComputedStyle(box).borderColor;
    context.strokeRect(x, y, width, height);
    const { x: left, y: top, width: chipWidth, height: chipHeight } = chip.getBoundingClientRect();
    context.fillStyle = "#111113";
    context.fillRect(left, top, chipWidth, chipHeight);
    context.fillStyle = "#ffffff";
    context.font = getComputedStyle(chip).font;
    context.textBaseline = "middle";
    const isShort = chip.childElementCount === 0;
    const text = isShort ? chip.textContent ?? "" : labelText(face, i);
    context.fillText(text, left + 9, top + chipHeight / 2, chipWidth - 12);
  }
  save("mien.png", await canvas.convertToBlob({ type: "image/png" }));
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser needs the address until the download has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
