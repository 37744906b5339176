/** Enough to find faces; the service takes up to 12.6 million. */
const maxPixels = 4e6;
/** The service takes bodies of up to 10 MiB. */
const maxBytes = 8e6;

/**
 * @param {File} file
 * @returns {Promise<File>} A large picture scaled down, as JPEG. Small and unreadable ones are returned as they are.
 */
export async function shrink(file) {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) return typed(file);
  const factor = Math.min(1, Math.sqrt(maxPixels / (picture.width * picture.height)));
  if (factor === 1 && file.size <= maxBytes) {
    picture.close();
    return file;
  }
  const canvas = new OffscreenCanvas(picture.width * factor, picture.height * factor);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
  return new File([blob], file.name, { type: blob.type });
}

/**
 * @param {File} file
 * @returns {File} The file with its media type, which browsers that cannot show HEIC may not know.
 */
function typed(file) {
  const [, heic] = /\.(hei[cf])$/i.exec(file.name) ?? [];
  if (file.type !== "" || heic === undefined) return file;
  return new File([file], file.name, { type: `image/${heic.toLowerCase()}` });
}
