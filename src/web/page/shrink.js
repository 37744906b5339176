/** Enough to find faces; the service takes up to 12.6 million. */
const maxPixels = 4e6;
/** The service takes bodies of up to 10 MiB. */
const maxBytes = 8e6;

/**
 * What is sent of a picture.
 *
 * @typedef {object} Sent
 * @property {File} file
 * @property {{ width: number, height: number }} [size] The picture's, if the file is a copy.
 */

/**
 * @param {File} file
 * @returns {Promise<Sent>} A large picture scaled down, as JPEG. Others are as they are, without the
 * type that the browser took from the name: the service tells it from the content.
 * @throws {DOMException} If it cannot be read, as a folder.
 */
export async function shrink(file) {
  await file.slice(0, 1).arrayBuffer();
  const untyped = new File([file], file.name, { type: "application/octet-stream" });
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) return { file: untyped };
  const { width, height } = picture;
  const factor = Math.min(1, Math.sqrt(maxPixels / (width * height)));
  if (factor === 1 && file.size <= maxBytes) {
    picture.close();
    return { file: untyped };
  }
  const canvas = new OffscreenCanvas(width * factor, height * factor);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
  return { file: new File([blob], file.name, { type: blob.type }), size: { width, height } };
}
