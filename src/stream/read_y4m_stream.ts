import { InputError } from "../errors.ts";
import type { ByteReader } from "./byte_reader.ts";
import { createFrame, type Frame, frameBytes } from "../image/frame.ts";
import {
  type FrameStream,
  invalidStream,
  type PendingFrame,
  type StreamContext,
  truncated,
} from "./frame_stream.ts";
import { checkSize } from "../image/check_size.ts";
import { parseY4mHeader, type Y4mHeader } from "./y4m_header.ts";

/** The maximum length of a header line. */
const maxLineBytes = 4096;

/** Reads a YUV4MPEG2 stream, whose first line describes all frames. */
export async function readY4mStream(context: StreamContext): Promise<FrameStream<Frame>> {
  const { reader, source, maxPixels } = context;
  const line = await takeLine(reader);
  if (line === undefined) {
    throw new InputError(
      "stream-invalid",
      `Cannot read ${source}: its YUV4MPEG2 header does not end within ${maxLineBytes} bytes`,
    );
  }
  const header = parseY4mHeader(line, source);
  checkSize(source, header.width, header.height, maxPixels);
  const frames = pictures(context, header);
  return header.rate === undefined ? { frames } : { rate: header.rate, frames };
}

async function* pictures(
  { reader, source }: StreamContext,
  { format, width, height, fullRange, pixelAspect }: Y4mHeader,
): AsyncGenerator<PendingFrame<Frame>> {
  const expected = frameBytes(format, width, height);
  const looks = {
    ...(fullRange !== undefined && { fullRange }),
    ...(pixelAspect !== undefined && { pixelAspect }),
  };
  for (let index = 0; (await reader.peek(1)).length > 0; index++) {
    const line = await takeLine(reader);
    if (line === undefined || line !== "FRAME" && !line.startsWith("FRAME ")) {
      const rest = await reader.peek(maxLineBytes);
      if (line === undefined && rest.length < maxLineBytes) {
        throw truncated(source, index, `${expected} bytes`, 0);
      }
      throw invalidStream(source, index, "no FRAME line where it should start");
    }
    const data = await reader.take(expected);
    if (data.length < expected) throw truncated(source, index, `${expected} bytes`, data.length);
    yield (place) => createFrame(format, width, height, data, { ...place, ...looks });
  }
}

/** Takes a line. Returns it without its line feed, or undefined if it does not end in time. */
async function takeLine(reader: ByteReader): Promise<string | undefined> {
  for (let wanted = 1; wanted <= maxLineBytes;) {
    const head = await reader.peek(wanted);
    const end = head.subarray(0, maxLineBytes).indexOf(0x0a);
    if (end >= 0) {
      const line = new TextDecoder().decode(head.subarray(0, end));
      reader.skip(end + 1);
      return line;
    }
    if (head.length < wanted) return undefined;
    wanted = head.length + 1;
  }
  return undefined;
}
