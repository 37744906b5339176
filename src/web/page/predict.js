import { ask, delayOf, isPassing, pause, Problem } from "./server.js";

/** @import { FrameResult } from "../../result.ts" */

const mostTries = 6;

/**
 * Asks for the records of pictures, and tries again while the server is busy or gone.
 *
 * @param {File[]} pictures
 * @param {string} model
 * @param {AbortSignal} signal
 * @param {(trouble: string) => void} onTrouble Called before each pause with what is wrong.
 * @returns {Promise<FrameResult[]>} One record per picture.
 */
export async function predict(pictures, model, signal, onTrouble) {
  const path = `predict?model=${encodeURIComponent(model)}`;
  const [first] = pictures;
  const form = new FormData();
  for (const picture of pictures) form.append("picture", picture, picture.name);
  const body = pictures.length === 1 && first ? first : form;
  for (let tries = 1;; tries++) {
    try {
      const answer = await ask(path, { method: "POST", body, signal });
      return /** @type {FrameResult[]} */ (Array.isArray(answer) ? answer : [answer]);
    } catch (error) {
      if (!isPassing(error) || tries === mostTries) throw error;
      const isBusy = error instanceof Problem;
      // The server worked on them for as long as it may.
      if (isBusy && error.status === 504) throw error;
      onTrouble(isBusy ? "The server is busy" : error.message);
      await pause(isBusy ? error.retryAfterS * 1000 : delayOf(tries - 1), signal);
    }
  }
}
