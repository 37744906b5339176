import { countedAs, make, sharesOf } from "./make.js";

/** @import { FaceResult } from "../../result.ts" */
/** @import { Model } from "./server.js" */

const spanS = 60;
/** Probabilities are averaged over columns of this many seconds. */
const columnS = 0.25;
const columns = spanS / columnS;
/** For this long, a face that is not seen keeps its last probabilities. */
const heldColumns = 1 / columnS;
const mostRows = 3;

/**
 * What one face showed.
 *
 * @typedef {object} Row
 * @property {HTMLLIElement} element
 * @property {HTMLCanvasElement} canvas
 * @property {Map<number, { sums: number[], count: number, seen: string[] }>} columns By their number.
 * @property {number} lastColumn
 */

/** Draws the stacked probabilities of the last minute, one row per face. */
export class Timeline {
  #list;
  #model;
  /** @type {Map<number, Row>} */
  #rows = new Map();
  #drawnColumn = 0;

  /**
   * @param {HTMLElement} list Where the rows go.
   * @param {Model} model
   */
  constructor(list, model) {
    this.#list = list;
    this.#model = model;
    list.replaceChildren();
  }

  /**
   * @param {FaceResult[]} faces
   * @param {number} timeS Time on any monotonic clock.
   */
  add(faces, timeS) {
    const now = Math.floor(timeS / columnS);
    for (const face of faces) {
      if (face.id === undefined) continue;
      const row = this.#rows.get(face.id) ?? this.#addRow(face.id);
      const shares = sharesOf(face);
      const column = row.columns.get(now) ??
        { sums: this.#model.labels.map(() => 0), count: 0, seen: [] };
      row.columns.set(now, {
        sums: this.#model.labels.map((label, i) => (column.sums[i] ?? 0) + (shares[label] ?? 0)),
        count: column.count + 1,
        seen: [...column.seen, countedAs(face)],
      });
      row.lastColumn = now;
    }
    if (now === this.#drawnColumn) return;
    this.#drawnColumn = now;
    this.#forget(now);
    for (const row of this.#rows.values()) this.#draw(row, now);
  }

  /**
   * @param {number} id
   * @returns {Row}
   */
  #addRow(id) {
    const element = make("li", undefined, `#${id}`);
    const canvas = element.appendChild(make("canvas"));
    canvas.setAttribute("role", "img");
    this.#list.append(element);
    const row = { element, canvas, columns: new Map(), lastColumn: 0 };
    this.#rows.set(id, row);
    return row;
  }

  /**
   * Removes old columns, and the rows not seen for longest if there are too many.
   *
   * @param {number} now
   */
  #forget(now) {
    for (const row of this.#rows.values()) {
      for (const column of row.columns.keys()) {
        if (column <= now - columns) row.columns.delete(column);
      }
    }
    const newestFirst = [...this.#rows].sort(([, a], [, b]) => b.lastColumn - a.lastColumn);
    for (const [i, [id, { element, columns }]] of newestFirst.entries()) {
      if (i < mostRows && columns.size > 0) continue;
      element.remove();
      this.#rows.delete(id);
    }
  }

  /**
   * @param {Row} row
   * @param {number} now
   */
  #draw({ canvas, columns: known }, now) {
    const { labels, colors } = this.#model;
    canvas.width = canvas.clientWidth * devicePixelRatio;
    canvas.height = canvas.clientHeight * devicePixelRatio;
    const context = canvas.getContext("2d");
    if (context === null) return;
    const step = canvas.width / columns;
    const order = [...known.keys()];
    for (const [k, [column, { sums, count }]] of [...known].entries()) {
      const end = Math.min(order[k + 1] ?? now + 1, column + heldColumns);
      const left = Math.round((columns - 1 - now + column) * step);
      const right = Math.round((columns - 1 - now + end) * step);
      let bottom = canvas.height;
      for (const [i, label] of labels.entries()) {
        const share = (sums[i] ?? 0) / count;
        context.fillStyle = colors[label] ?? "#bbbbbb";
        context.fillRect(left, bottom, right - left, -share * canvas.height);
        bottom -= share * canvas.height;
      }
    }
    const seen = Map.groupBy(
      [...known.values()].flatMap((column) => column.seen),
      (label) => label,
    );
    const [[most] = []] = [...seen].sort(([, a], [, b]) => b.length - a.length);
    canvas.setAttribute("aria-label", `Last minute: mostly ${most}`);
  }
}
