import type { ByteReader } from "../stream/byte_reader.ts";
import type { FfmpegLog } from "./ffmpeg_log.ts";
import { startProgram } from "./start_program.ts";
import { type HdrTransfer, toneMappingFilters } from "./tone_mapping.ts";

const quietly = ["-hide_banner", "-loglevel", "level+info"];

/** A header that begins later is not waited for. */
const mostBytes = 1 << 23;

/**
 * Finds out, before ffmpeg is started to read a stream, whether its dynamic range is to be reduced.
 *
 * @param stream The stream, of which nothing is taken.
 * @param action What cannot be done without ffmpeg, to begin error messages.
 * @returns The transfer, or undefined if the range is the standard one or ffmpeg cannot reduce it.
 * @throws {EnvironmentError} If ffmpeg is missing or may not be run.
 */
export async function findHdr(
  stream: ByteReader,
  action: string,
): Promise<HdrTransfer | undefined> {
  for (let wanted = 1;;) {
    const head = await stream.peek(wanted);
    const { hdr, rate } = await describe(head, action);
    if (hdr !== undefined) return await canToneMap(hdr, action) ? hdr : undefined;
    if (rate !== undefined || head.length < wanted || head.length >= mostBytes) return undefined;
    wanted = 2 * head.length;
  }
}

/** What ffmpeg says of the beginning of a stream. */
async function describe(head: Uint8Array, action: string): Promise<FfmpegLog> {
  const args = [...quietly, "-i", "pipe:0"];
  const { child, log, ended } = startProgram("ffmpeg", args, { action, stdin: true });
  const writer = child.stdin.getWriter();
  await writer.write(head.slice()).then(() => writer.close()).catch(() => {}); // It has enough.
  await ended; // It fails, as it has no output.
  return log;
}

/**
 * Tries whether this ffmpeg has what reducing a dynamic range takes.
 *
 * @param hdr The transfer.
 * @param action What cannot be done without ffmpeg, to begin error messages.
 * @returns Whether it works.
 */
export async function canToneMap(hdr: HdrTransfer, action: string): Promise<boolean> {
  const filters = toneMappingFilters(hdr).join(",");
  const args = [...quietly, "-nostdin", "-f", "lavfi", "-i", "color=size=16x16,format=yuv420p10"];
  const oneFrame = ["-vf", filters, "-frames:v", "1", "-f", "null", "-"];
  return (await startProgram("ffmpeg", [...args, ...oneFrame], { action }).ended).success;
}
