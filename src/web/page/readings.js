import { make, nameOf, percent, sharesOf } from "./make.js";

/** @import { FaceResult } from "../../result.ts" */
/** @import { Model } from "./server.js" */

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
  while (list.children.length < faces.length) list.append(makeReading(model));
  for (const [i, face] of faces.entries()) {
    const reading = list.children[i];
    if (reading) fill(reading, face, i, labels);
  }
}

/**
 * @param {Model} model
 * @returns {HTMLElement}
 */
function makeReading({ labels, colors }) {
  const reading = make("li", "reading");
  const header = reading.appendChild(make("header"));
  header.append(make("h3"), make("span", "who"));
  const table = reading.appendChild(make("dl"));
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
  const { emotion, uncertain } = face;
  say(reading.querySelector("h3"), uncertain ? `${emotion}?` : emotion);
  const { reasons = [], baselineConfidence: known } = face;
  const why = reasons.filter((reason) => reason !== "close").map((reason) => `, ${reason}`).join(
    "",
  );
  const who = [
    `Face ${nameOf(face, index)}`.trim(),
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
