import { make, percent, sharesOf } from "./make.js";
import { labelText } from "./overlay.js";

/** @import { FaceResult } from "../../result.ts" */
/** @import { Model } from "./server.js" */

/** With more faces than this, the bars of each are folded. */
const mostOpen = 3;

/**
 * Lists the faces with a bar for each probability. Existing elements are updated in
 * place, so that a screen reader does not lose its position.
 *
 * @param {HTMLElement} list
 * @param {FaceResult[]} faces
 * @param {Model} model
 */
export function showReadings(list, faces, model) {
  const { labels } = model;
  if (list.dataset.labels !== labels.join()) list.replaceChildren();
  list.dataset.labels = labels.join();
  while (list.children.length > faces.length) list.lastElementChild?.remove();
  while (list.children.length < faces.length) {
    list.append(makeReading(model, faces.length <= mostOpen));
  }
  const isCrowd = faces.length > mostOpen;
  if (list.dataset.crowd !== String(isCrowd) || faces.length === 0) {
    for (const fold of list.querySelectorAll("details")) fold.open = !isCrowd;
    list.dataset.crowd = String(isCrowd);
  }
  for (const [i, face] of faces.entries()) {
    const reading = list.children[i];
    if (reading) fill(reading, face, i, labels);
  }
}

/**
 * @param {Model} model
 * @param {boolean} isOpen
 * @returns {HTMLElement}
 */
function makeReading({ labels, colors }, isOpen) {
  const reading = make("li", "reading");
  const fold = reading.appendChild(make("details"));
  fold.open = isOpen;
  const header = fold.appendChild(make("summary"));
  header.append(make("h3"), make("span", "who"));
  const table = fold.appendChild(make("dl"));
  for (const label of labels) {
    const track = make("span", "track");
    track.appendChild(make("i")).style.setProperty("--color", colors[label] ?? null);
    const row = table.appendChild(make("div"));
    const value = make("dd");
    value.append(track, make("span", "value"));
    row.append(make("dt", undefined, label), value);
  }
  return reading;
}

/**
 * @param {Element} reading
 * @param {FaceResult} face
 * @param {number} index
 * @param {string[]} labels
 */
function fill(reading, face, index, labels) {
  const { uncertain } = face;
  say(reading.querySelector("h3"), labelText(face, index));
  const { reasons = [], baselineConfidence: known } = face;
  const why = reasons.filter((reason) => reason !== "close").map((reason) => `, ${reason}`).join(
    "",
  );
  const who = [
    ...(uncertain ? [`uncertain${why}`] : []),
    ...(known === undefined ? [] : [`neutral face ${percent(known)} known`]),
  ].join(", ");
  say(reading.querySelector(".who"), who);
  const shares = sharesOf(face);
  const bars = reading.querySelectorAll("i"), values = reading.querySelectorAll(".value");
  for (const [i, label] of labels.entries()) {
    const text = percent(shares[label] ?? 0);
    bars[i]?.style.setProperty("width", text);
    say(values[i], text);
  }
}

/**
 * @param {Element | null | undefined} element
 * @param {string} text
 */
function say(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
