import { decodeImage } from "../../src/image/decode_image.ts";
import type { Service } from "../support/service.ts";

/** How real files are read: the samples of each picture, and what the service says of a photo. */
export async function readGoodFiles(
  pictures: ReadonlyMap<string, Uint8Array>,
  service: Service,
  photo: Uint8Array<ArrayBuffer>,
): Promise<unknown> {
  const samples: Record<string, string> = {};
  for (const [name, bytes] of pictures) {
    const { data } = await decodeImage(bytes);
    const digest = await crypto.subtle.digest("SHA-1", data as Uint8Array<ArrayBuffer>);
    samples[name] = new Uint8Array(digest).join();
  }
  const response = await service.predict(photo.slice(), "image/jpeg");
  return { samples, status: response.status, record: await response.json() };
}
