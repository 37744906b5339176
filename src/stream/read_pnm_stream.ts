import { createFrame } from "../image/frame.ts";
import {
  type FrameStream,
  invalidStream,
  type PendingFrame,
  type StreamContext,
  truncated,
} from "./frame_stream.ts";
import { checkSize } from "../image/check_size.ts";
import { maxPnmHeaderBytes, readPnmHeader, scalePnmSamples } from "../image/codecs/pnm.ts";

/** Reads binary PPM and PGM pictures that follow one another. */
export function readPnmStream(context: StreamContext): FrameStream {
  return { frames: pictures(context) };
}

async function* pictures(
  { reader, source, maxPixels }: StreamContext,
): AsyncGenerator<PendingFrame> {
  for (let index = 0;; index++) {
    let head = await reader.peek(1);
    if (head.length === 0) return;
    let header = readPnmHeader(head);
    while (header === undefined && head.length < maxPnmHeaderBytes) {
      const before = head.length;
      head = await reader.peek(before + 1);
      if (head.length === before) break;
      header = readPnmHeader(head);
    }
    if (header === undefined) {
      throw invalidStream(source, index, "no sound PPM or PGM header where it should start");
    }
    const { format, width, height, maxval, headerBytes, dataBytes } = header;
    checkSize(source, width, height, maxPixels);
    reader.skip(headerBytes);
    const data = await reader.take(dataBytes);
    if (data.length < dataBytes) throw truncated(source, index, `${dataBytes} bytes`, data.length);
    yield (place) => createFrame(format, width, height, scalePnmSamples(data, maxval), place);
  }
}
