import { NoCamera } from "./camera.js";
import { find, keepFocus } from "./make.js";
import { getToken, Problem, ServerGone, setToken } from "./server.js";

const notice = find("notice", HTMLElement);
const form = find("token-form", HTMLFormElement);
const input = find("token", HTMLInputElement);

/** The browser cannot show a picture that the server has read. */
export class NotShown extends Error {}

/** Hides what {@linkcode tell} showed. */
export function hideNotice() {
  notice.hidden = form.hidden = true;
  keepFocus();
}

/**
 * Shows what went wrong and lets the user try again, with a token if one is needed.
 *
 * @param {unknown} error
 * @param {() => void} [again] Left out if it would not help.
 */
export function tell(error, again) {
  hideNotice();
  if (error instanceof Problem && error.status === 401 && again) {
    form.hidden = false;
    find("token-refused", HTMLElement).hidden = getToken() === null;
    form.onsubmit = (event) => {
      event.preventDefault();
      setToken(input.value);
      input.value = "";
      hideNotice();
      again();
    };
    input.focus();
    return;
  }
  const [title, text] = describe(error);
  find("notice-title", HTMLElement).textContent = title;
  find("notice-text", HTMLElement).textContent = text;
  const action = find("notice-action", HTMLElement);
  action.textContent = again ? "Try again" : "Dismiss";
  action.onclick = () => {
    hideNotice();
    again?.();
  };
  notice.hidden = false;
}

/**
 * @param {unknown} error
 * @returns {[title: string, text: string]}
 */
function describe(error) {
  if (error instanceof NoCamera) return ["The camera cannot be used", error.message];
  if (error instanceof Problem) return [error.title, error.message];
  if (error instanceof ServerGone) {
    return ["The server does not answer", "It may be restarting, or you may be offline."];
  }
  if (error instanceof NotShown) {
    return [
      "This browser cannot show the picture",
      "The server has read its faces, which are listed. To see them in the picture, convert it to JPEG.",
    ];
  }
  return ["Something went wrong", error instanceof Error ? error.message : String(error)];
}
