import { find } from "./make.js";

/** Rate and latency are averaged over this many milliseconds. */
const spanMs = 2000;
/** They are shown anew this often. */
const everyMs = 500;

/** How many frames a second are read, and how long each takes. */
export class Figures {
  #rate = find("rate", HTMLElement);
  #latency = find("latency", HTMLElement);
  /** @type {{ at: number, latencyMs: number }[]} */
  #answers = [];
  #shownAt = 0;

  /** Shows that nothing is known. */
  clear() {
    this.#rate.textContent = this.#latency.textContent = "–";
  }

  /**
   * Counts an answer.
   *
   * @param {number} at
   * @param {number} latencyMs
   */
  add(at, latencyMs) {
    this.#answers.push({ at, latencyMs });
    this.#answers = this.#answers.filter((answer) => at - answer.at < spanMs);
    const [first] = this.#answers;
    const count = this.#answers.length;
    if (at - this.#shownAt < everyMs || first === undefined || count < 2) return;
    this.#shownAt = at;
    const mean = this.#answers.reduce((sum, answer) => sum + answer.latencyMs, 0) / count;
    this.#rate.textContent = `${((count - 1) / (at - first.at) * 1000).toFixed(1)} fps`;
    this.#latency.textContent = `${Math.round(mean)} ms`;
  }
}
