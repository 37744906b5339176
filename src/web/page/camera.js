/** A camera that cannot be had; the message says what to do. */
export class NoCamera extends Error {}

/** @type {Record<string, string>} */
const reasons = {
  NotAllowedError:
    "The browser may not use it. Allow the camera for this page, in the address bar or in the settings, then try again.",
  NotFoundError: "There is none. Connect one, or choose pictures or a video.",
  NotReadableError: "Another program is using it. Close that program, then try again.",
  OverconstrainedError: "It does not give such pictures. Try another camera.",
};

/**
 * Turns a camera on.
 *
 * @param {string} [deviceId] Which one; left out for the one that looks at the user.
 * @returns {Promise<MediaStream>}
 * @throws {NoCamera}
 */
export async function openCamera(deviceId) {
  if (!navigator.mediaDevices) {
    throw new NoCamera("Browsers give it to pages on https and on localhost only.");
  }
  const which = deviceId === undefined ? { facingMode: "user" } : { deviceId: { exact: deviceId } };
  const video = { ...which, width: { ideal: 1280 }, height: { ideal: 720 } };
  try {
    return await navigator.mediaDevices.getUserMedia({ video });
  } catch (cause) {
    const { name, message } = /** @type {DOMException} */ (cause);
    throw new NoCamera(reasons[name] ?? message, { cause });
  }
}

/**
 * @param {MediaStream} stream
 * @returns {Promise<never>} Rejects when the camera is taken away.
 */
export function lost(stream) {
  return new Promise((_, reject) => {
    stream.getVideoTracks()[0]?.addEventListener("ended", () => {
      reject(new NoCamera("It was taken away. Connect it, or choose pictures or a video."));
    });
  });
}

/**
 * Tells the camera after the one that is on.
 *
 * @param {MediaStream} stream
 * @returns {Promise<string | undefined>} Its `deviceId`, unless there is only one.
 */
export async function nextCamera(stream) {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const ids = devices.filter(({ kind }) => kind === "videoinput").map(({ deviceId }) => deviceId);
  const current = stream.getVideoTracks()[0]?.getSettings().deviceId;
  return ids.length > 1 ? ids[(ids.indexOf(current ?? "") + 1) % ids.length] : undefined;
}

/**
 * @param {MediaStream} stream
 * @returns {boolean} Whether it shows the user, who is used to mirrors.
 */
export function isSelfie(stream) {
  return stream.getVideoTracks()[0]?.getSettings().facingMode !== "environment";
}
