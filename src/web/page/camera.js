/** The camera cannot be used. The message says why and what to do. */
export class NoCamera extends Error {}

/** @type {Record<string, string>} */
const reasons = {
  NotAllowedError:
    "Access is blocked. Allow the camera for this page in the address bar or the settings, then try again.",
  NotFoundError: "No camera was found. Connect one, or choose pictures or a video.",
  NotReadableError: "Another program is using it. Close that program, then try again.",
  OverconstrainedError: "It does not support this kind of video. Try another camera.",
};

/**
 * Turns a camera on.
 *
 * @param {string} [deviceId] Which one; by default the one that faces the user.
 * @returns {Promise<MediaStream>}
 * @throws {NoCamera}
 */
export async function openCamera(deviceId) {
  if (!navigator.mediaDevices) {
    throw new NoCamera("Browsers allow the camera only for pages on https or localhost.");
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
 * @returns {Promise<never>} Rejects when the camera is disconnected.
 */
export function lost(stream) {
  return new Promise((_, reject) => {
    stream.getVideoTracks()[0]?.addEventListener("ended", () => {
      reject(new NoCamera("It was disconnected. Connect it again, or choose pictures or a video."));
    });
  });
}

/**
 * Finds the camera after the one that is on.
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
 * @returns {boolean} Whether the camera faces the user, who expects a mirror image.
 */
export function isSelfie(stream) {
  return stream.getVideoTracks()[0]?.getSettings().facingMode !== "environment";
}
