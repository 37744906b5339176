import { make, nameOf, percent, sharesOf } from "./make.js";
import { placeChips } from "./chips.js";

/** @import { FaceResult, FrameResult } from "../../result.ts" */
/** @import { Model } from "./server.js" */

/**
 * Draws the faces of a record over its picture. A face that has no room for a label gets its number; what
 * it shows is in the list of faces.
 *
 * @param {HTMLElement} overlay As large as the picture.
 * @param {FrameResult} record
 * @param {Model} model
 * @param {boolean} mirrored Whether the picture is shown mirrored.
 */
export function drawOverlay(overlay, record, model, mirrored) {
  const boxes = record.faces.map((face) => drawBox(face, record, model, mirrored));
  const chips = record.faces.map((face, i) => {
    const chip = make("div", "chip", labelText(face, i));
    chip.append(drawShares(face, model));
    boxes[i]?.append(chip);
    return chip;
  });
  overlay.replaceChildren(...boxes);
  const area = overlay.getBoundingClientRect();
  const places = boxes.map((box) => relativeTo(area, box.getBoundingClientRect()));
  const tags = record.faces.map((face, i) => nameOf(face, i));
  placeChips(places, chips, tags, area);
}

/**
 * @param {DOMRect} area
 * @param {DOMRect} rect
 * @returns {DOMRect} The rectangle in pixels of the area.
 */
function relativeTo(area, rect) {
  return new DOMRect(rect.x - area.x, rect.y - area.y, rect.width, rect.height);
}

/**
 * @param {FaceResult} face
 * @param {FrameResult} record
 * @param {Model} model
 * @param {boolean} mirrored
 * @returns {HTMLElement}
 */
function drawBox({ box, emotion, uncertain }, record, model, mirrored) {
  const element = make("div", uncertain ? "face uncertain" : "face");
  const x = mirrored ? record.width - box.x - box.width : box.x;
  const { style } = element;
  style.setProperty("--color", model.colors[emotion] ?? null);
  style.left = `${x / record.width * 100}%`;
  style.top = `${box.y / record.height * 100}%`;
  style.width = `${box.width / record.width * 100}%`;
  style.height = `${box.height / record.height * 100}%`;
  return element;
}

/**
 * @param {FaceResult} face
 * @param {number} index
 * @returns {string} As `#1 happy 94%`, or `#1 happy? 41%` if the label is uncertain.
 */
export function labelText(face, index) {
  const { emotion, confidence, uncertain } = face;
  return `${nameOf(face, index)} ${emotion}${uncertain ? "?" : ""} ${percent(confidence)}`.trim();
}

/**
 * @param {FaceResult} face
 * @param {Model} model
 * @returns {HTMLElement} A bar stacked from all probabilities.
 */
function drawShares(face, model) {
  const bar = make("div", "shares");
  for (const [label, share] of Object.entries(sharesOf(face))) {
    const part = bar.appendChild(make("i"));
    part.style.setProperty("--color", model.colors[label] ?? null);
    part.style.width = `${share * 100}%`;
  }
  return bar;
}
