/** @import { FaceResult, FrameResult } from "../../result.ts" */

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/**
 * Finds an element of the page by its id.
 *
 * @template {HTMLElement} Type
 * @param {string} id
 * @param {new () => Type} type
 * @returns {Type}
 */
export function find(id, type) {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new TypeError(`The page has no ${type.name} called ${id}`);
}

/**
 * The probabilities to show: the smoothed ones if there are any.
 *
 * @param {FaceResult} face
 * @returns {Record<string, number>}
 */
export function sharesOf({ smoothed, probabilities }) {
  return smoothed ?? probabilities;
}

/**
 * The label as which a face is counted.
 *
 * @param {FaceResult} face
 * @returns {string}
 */
export function countedAs({ emotion, uncertain }) {
  return uncertain ? "uncertain" : emotion;
}

/**
 * Whether a face is asked to look neutral.
 *
 * @param {FrameResult} record
 * @param {FaceResult} face
 * @returns {boolean}
 */
export function isResting({ baseline = "" }, { id, baselineConfidence }) {
  return /^\d/.test(baseline) && id !== undefined && baselineConfidence === 0;
}

/**
 * The name of a face: `#` and its number in a video, else its position in the list.
 *
 * @param {FaceResult} face
 * @param {number} index
 * @returns {string} Empty for a face of a video that has no number yet.
 */
export function nameOf({ id, smoothed }, index) {
  return id === undefined && smoothed ? "" : `#${id ?? index + 1}`;
}

/**
 * @param {number} share From 0 to 1.
 * @returns {string}
 */
export function percent(share) {
  return `${Math.round(share * 100)}%`;
}

/** Moves the focus to the main button if the focused element is gone. */
export function keepFocus() {
  const { activeElement, body } = document;
  if (activeElement !== body && activeElement?.checkVisibility()) return;
  find(body.dataset.mode === "idle" ? "start" : "stop", HTMLElement).focus({ preventScroll: true });
}
