import { countedAs, make } from "./make.js";
import { Problem } from "./server.js";

/** @import { FrameResult } from "../../result.ts" */

/**
 * A picture in the strip.
 *
 * @typedef {object} Entry
 * @property {File} file
 * @property {string} url
 * @property {HTMLButtonElement} button
 * @property {HTMLElement} caption
 * @property {FrameResult} [record]
 * @property {Problem} [problem]
 */

/**
 * @param {File} file
 * @param {(entry: Entry) => void} onSelect
 * @returns {Entry}
 */
export function makeEntry(file, onSelect) {
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
export function unreadable(name) {
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
export function refusal({ status, title, message }, name = "") {
  if (status === 408) {
    return new Problem(status, {
      title: `Cannot send ${name}`,
      detail:
        "It took too long to arrive. Your connection may be slow: try again, or choose a smaller picture.",
    });
  }
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
export function captionOf({ record }) {
  if (record === undefined) return "not read";
  const counts = Object.groupBy(record.faces, countedAs);
  return Object.entries(counts)
    .map(([label, { length } = { length: 0 }]) => length > 1 ? `${length} ${label}` : label)
    .join(", ") || "no face";
}
