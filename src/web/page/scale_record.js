/** @import { Landmarks, Point } from "../../geometry.ts" */
/** @import { FaceResult, FrameResult } from "../../result.ts" */

/**
 * @param {FrameResult} record Of a picture that was scaled.
 * @param {number} width The width of the picture before, in pixels.
 * @param {number} height Its height.
 * @returns {FrameResult} The record in pixels of the picture before.
 */
export function scaleRecord(record, width, height) {
  const across = width / record.width, down = height / record.height;
  if (across === 1 && down === 1) return record;
  const faces = record.faces.map((face) => scaleFace(face, across, down));
  return { ...record, width, height, faces };
}

/**
 * @param {FaceResult} face
 * @param {number} across
 * @param {number} down
 * @returns {FaceResult}
 */
function scaleFace(face, across, down) {
  const { box: { x, y, width, height }, landmarks, quality } = face;
  const [left, top] = scalePoint([x, y], across, down);
  const [boxWidth, boxHeight] = scalePoint([width, height], across, down);
  const box = { x: left, y: top, width: boxWidth, height: boxHeight };
  return {
    ...face,
    box,
    ...(landmarks && { landmarks: scaleLandmarks(landmarks, across, down) }),
    ...(quality && { quality: { ...quality, sizePx: tenth(quality.sizePx * across) } }),
  };
}

/**
 * @param {Landmarks} landmarks
 * @param {number} across
 * @param {number} down
 * @returns {Landmarks}
 */
function scaleLandmarks(landmarks, across, down) {
  const points = Object.entries(landmarks)
    .map(([name, point]) => [name, scalePoint(point, across, down)]);
  return /** @type {Landmarks} */ (Object.fromEntries(points));
}

/**
 * @param {Point} point
 * @param {number} across
 * @param {number} down
 * @returns {Point}
 */
function scalePoint([x, y], across, down) {
  return [tenth(x * across), tenth(y * down)];
}

/**
 * @param {number} value
 * @returns {number} To a tenth, as the service rounds.
 */
function tenth(value) {
  return Number(value.toFixed(1));
}
