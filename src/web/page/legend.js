import { make } from "./make.js";

/** @import { Model } from "./server.js" */

/**
 * Lists the labels of a model with their colours.
 *
 * @param {HTMLElement} list
 * @param {Model} model
 */
export function showLegend(list, { labels, colors }) {
  list.replaceChildren(...labels.map((label) => {
    const item = make("li");
    const dot = item.appendChild(make("span", "dot"));
    dot.style.setProperty("--color", colors[label] ?? null);
    item.append(label);
    return item;
  }));
}
