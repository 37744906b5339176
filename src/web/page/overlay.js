import { make, nameOf, percent, sharesOf } from "./make.js";

/** @import { FaceResult, FrameResult } from "../../result.ts" */
/** @import { Model } from "./server.js" */

/** Height of a label and its gap above or below a face. */
const labelPx = 50;

/**
 * Draws the faces of a record over its picture.
 *
 * @param {HTMLElement} overlay As large as the picture.
 * @param {FrameResult} record
 * @param {Model} model
 * @param {boolean} mirrored Whether the picture is shown mirrored.
 */
export function drawOverlay(overlay, record, model, mirrored) {
  overlay.replaceChildren(
    ...record.faces.map((face, i) => {
      const box = drawBox(face, record, model, mirrored);
      const chip = box.appendChild(make("div", "chip", labelText(face, i)));
      chip.append(drawShares(face, model));
      const { y, height } = face.box;
      const roomPx = labelPx * record.height / overlay.clientHeight;
      if (y < roomPx) chip.classList.add(record.height - y - height > roomPx ? "below" : "inside");
      return box;
    }),
  );
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
  element.classList.toggle("rightmost", x + box.width / 2 > record.width * 0.6);
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
 * @returns {string} As `1 happy 94%`, or `1 happy? 41%` if the label is uncertain.
 */
function labelText(face, index) {
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
