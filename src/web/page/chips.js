/** With more faces than this, a label may be only so many times as wide as its face. */
const mostFree = 4, widest = 1.8;
/** Distance between a face and its label in pixels. */
const gap = 6;

/**
 * Moves each face's label to where it covers no other face and no label. If there is no such place, the
 * label becomes the face's number.
 *
 * @param {DOMRect[]} faces In pixels of the area.
 * @param {HTMLElement[]} chips The labels, each a child of its face.
 * @param {string[]} tags The numbers.
 * @param {DOMRect} area
 */
export function placeChips(faces, chips, tags, area) {
  const sizes = chips.map(({ offsetWidth, offsetHeight }) => [offsetWidth, offsetHeight]);
  /** @type {DOMRect[]} */
  const taken = [];
  /** @type {number[]} */
  const left = [];
  for (const [i, face] of faces.entries()) {
    const [width = 0, height = 0] = sizes[i] ?? [];
    const isTooWide = faces.length > mostFree && width > widest * face.width;
    const free = (isTooWide ? [] : places(face, width, height))
      .find((place) => isInside(place, area) && covered(place, i, faces, taken) === 0);
    if (free) put(i, free);
    else left.push(i);
  }
  for (const i of left) {
    const chip = chips[i], face = faces[i];
    if (chip === undefined || face === undefined) continue;
    chip.textContent = tags[i] ?? "";
    const best = places(face, chip.offsetWidth, chip.offsetHeight)
      .map((place) => clamp(place, area))
      .toSorted((a, b) => covered(a, i, faces, taken) - covered(b, i, faces, taken))[0];
    if (best) put(i, best);
  }

  /**
   * @param {number} i
   * @param {DOMRect} place
   */
  function put(i, place) {
    const chip = chips[i], face = faces[i];
    taken.push(place);
    if (chip === undefined || face === undefined) return;
    // A child's place counts from inside the border.
    const { clientLeft, clientTop } = chip.parentElement ?? chip;
    chip.style.left = `${place.x - face.x - clientLeft}px`;
    chip.style.top = `${place.y - face.y - clientTop}px`;
  }
}

/**
 * @param {DOMRect} face
 * @param {number} width
 * @param {number} height
 * @returns {DOMRect[]} Places for a label, best first.
 */
function places({ left, top, right, bottom }, width, height) {
  return [
    [left, top - gap - height],
    [right - width, top - gap - height],
    [left, bottom + gap],
    [right - width, bottom + gap],
    [right + gap, top],
    [left - gap - width, top],
    // Inside, where it leaves most of the face free.
    ...(3 * height < bottom - top && width < right - left ? [[left + gap, top + gap]] : []),
  ].map(([x, y]) => new DOMRect(x, y, width, height));
}

/**
 * @param {DOMRect} place
 * @param {number} own Which face the label belongs to.
 * @param {DOMRect[]} faces
 * @param {DOMRect[]} taken
 * @returns {number} How many square pixels of other faces and labels it would cover.
 */
function covered(place, own, faces, taken) {
  const others = [...faces.filter((_, i) => i !== own), ...taken];
  return others.reduce((sum, other) => sum + overlap(place, other), 0);
}

/**
 * @param {DOMRect} a
 * @param {DOMRect} b
 * @returns {number}
 */
function overlap(a, b) {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return Math.max(width, 0) * Math.max(height, 0);
}

/**
 * @param {DOMRect} place
 * @param {DOMRect} area
 * @returns {boolean}
 */
function isInside({ left, top, right, bottom }, area) {
  return left >= 0 && top >= 0 && right <= area.width && bottom <= area.height;
}

/**
 * @param {DOMRect} place
 * @param {DOMRect} area
 * @returns {DOMRect} The place, moved into the area.
 */
function clamp({ x, y, width, height }, area) {
  return new DOMRect(
    Math.max(0, Math.min(x, area.width - width)),
    Math.max(0, Math.min(y, area.height - height)),
    width,
    height,
  );
}
