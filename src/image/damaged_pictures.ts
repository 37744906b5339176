import { InputError } from "../errors.ts";
import type { DecodeImageOptions } from "./decode_image.ts";

/** Notes the pictures of a stream that are damaged, which are left out. */
export class DamagedPictures {
  #count = 0;
  #first:
    | { readonly index: number; readonly source: string; readonly cause: InputError }
    | undefined;

  /**
   * Notes a picture.
   *
   * @param error What was thrown when it was decoded.
   * @param place Where the picture comes from, if it was encoded.
   * @throws The error, if it is about something else than damage, or the picture is not of a stream.
   */
  leaveOut(
    error: unknown,
    { still = true, index = 0, source = "" }: DecodeImageOptions = {},
  ): void {
    if (still || !(error instanceof InputError && isDamage(error))) throw error;
    this.#count++;
    if (index < (this.#first?.index ?? Infinity)) this.#first = { index, source, cause: error };
  }

  /**
   * Says what was left out.
   *
   * @throws {InputError} If any picture was (`stream-invalid`).
   */
  report(): void {
    if (this.#first === undefined) return;
    const { index, source, cause } = this.#first;
    const what = this.#count === 1
      ? `frame ${index} of ${source}, which was left out`
      : `${this.#count} frames of ${source}, which were left out, frame ${index} first`;
    const prefix = `Cannot decode frame ${index} of ${source}: `;
    const state = cause.message.slice(cause.message.startsWith(prefix) ? prefix.length : 0);
    throw new InputError("stream-invalid", `Cannot read ${what}: ${state}`, { cause });
  }
}

function isDamage({ code }: InputError): boolean {
  return code === "picture-invalid" || code === "format-unknown";
}
