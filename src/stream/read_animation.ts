import { InputError, messageOf } from "../errors.ts";
import { type AnimationFrame, createFrame } from "../image/frame.ts";
import type { FrameStream, PendingFrame } from "./frame_stream.ts";

/**
 * Reads the pictures of an animation.
 *
 * @param animation The pictures.
 * @param source Their name, for errors.
 * @returns The frames. Where one is damaged, an `InputError` is thrown (`picture-invalid`).
 */
export function readAnimation(
  animation: AsyncIterable<AnimationFrame>,
  source: string,
): FrameStream {
  let timeMs = 0;

  async function* frames(): AsyncGenerator<PendingFrame> {
    let index = 0, nextMs = 0;
    try {
      for await (const { pixels: { format, width, height, data }, durationMs } of animation) {
        timeMs = nextMs;
        nextMs += durationMs;
        index++;
        yield (place) => createFrame(format, width, height, data, place);
      }
    } catch (cause) {
      const message = `Cannot decode frame ${index} of ${source}: ${messageOf(cause)}`;
      throw new InputError("picture-invalid", message, { cause });
    }
  }

  return { frames: frames(), time: () => timeMs / 1000 };
}
